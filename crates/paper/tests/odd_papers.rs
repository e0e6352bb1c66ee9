//! Papers nobody would write on purpose: empty, endless, hostile.

mod printed;

use paper::{Column, Direction, Paper, Size, Table};

use printed::{Outcome, pages, print};

#[test]
fn a_roll_grows_instead_of_breaking() -> Outcome {
    let table = (0..200).fold(Table::new([Column::start("Item", 1.0)]), |table, row| table.row([format!("Item {row}")]));
    let roll = Paper::new(Size::Receipt80mm, Direction::LeftToRight, "Roll", "en").table(table);
    assert_eq!(pages(&print("roll", &roll)?), 1);
    Ok(())
}

#[test]
fn papers_with_nothing_on_them_are_papers() -> Outcome {
    let empty = |size| Paper::new(size, Direction::LeftToRight, "", "");
    for size in [Size::A4, Size::Receipt80mm] {
        assert_eq!(pages(&print("empty", &empty(size))?), 1);
        let hollow = empty(size)
            .heading("")
            .table(Table::new([Column::start("", 1.0), Column::end("", f32::NAN)]))
            .table(Table::new([]))
            .table(Table::new([Column::end("Amount", 0.0)]).total("", ""))
            .field("", "")
            .space(f32::INFINITY)
            .space(-3.0)
            .rule()
            .footer("");
        print("hollow", &hollow)?;
    }
    Ok(())
}

#[test]
fn a_word_without_an_end_wraps() -> Outcome {
    for word in ["W".repeat(300), "ش".repeat(300), "９".repeat(300)] {
        let items = Table::new([Column::start(&word, 1.0), Column::end("Amount", 1.0)])
            .row([word.as_str(), "1.00"])
            .row(["Item", word.as_str()])
            .total(&word, &word);
        let long =
            Paper::new(Size::Receipt80mm, Direction::LeftToRight, &word, "en").heading(&word).field(&word, &word).table(items.clone());
        print("word", &long)?;
        print("word-a4", &Paper::new(Size::A4, Direction::RightToLeft, "", "ur").table(items))?;
    }
    Ok(())
}

#[test]
fn a_text_longer_than_a_page_goes_on_on_the_next() -> Outcome {
    let text = "Nobody reads the terms. ".repeat(900);
    let cell = Table::new([Column::start("Terms", 1.0)]).row([text.as_str()]);
    let terms = Paper::new(Size::A4, Direction::LeftToRight, "Terms", "en").paragraph(&text).table(cell);
    let count = pages(&print("terms", &terms)?);
    assert!(count >= 4, "{count} pages");
    Ok(())
}

#[test]
fn hostile_text_is_printed_as_well_as_it_can_be() -> Outcome {
    let texts = [
        "\u{0}\u{1}\u{7}\u{1b}[31m\u{7f}\u{9f}",
        "\u{202e}00.005,1\u{202c}\u{2066}\u{2067}\u{2068}",
        "\u{feff}\u{fffe}\u{ffff}\u{10ffff}\u{e000}\u{fffd}",
        "😀👩‍👩‍👧‍👦🇵🇰👍🏽",
        "\u{301}\u{301}\u{64b}\u{651}\u{670}",
        "\u{200d}\u{200c}\u{200b}\u{ad}",
        "नमस्ते മലയാളം 漢字 ไทย עברית",
        "a\u{300}\u{301}\u{302} ﷽ ﷺ لا",
        "\n\r\n\t\u{2028}\u{2029}\u{85}",
        "</x:xmpmeta> ) Tj (\\ <</JS>>",
    ];
    for direction in [Direction::LeftToRight, Direction::RightToLeft] {
        for language in ["en", "ar", "ur", "\u{0}(", "x"] {
            let hostile = texts.iter().fold(Paper::new(Size::A4, direction, texts[2], language), |paper, text| {
                let items = Table::new([Column::start(text, 1.0), Column::end(text, 1.0)]);
                paper
                    .heading(text)
                    .paragraph(&format!("{text} کل {text} mix {text} 12"))
                    .field(text, text)
                    .table(items.row([*text, *text]).total(text, text))
                    .footer(text)
            });
            print("hostile", &hostile)?;
        }
    }
    Ok(())
}

#[test]
fn every_letter_of_unicode_can_be_printed() -> Outcome {
    let all: Vec<char> = (0..=0x1_ffff).filter_map(char::from_u32).step_by(7).collect();
    let paper = all.chunks(97).fold(Paper::new(Size::A4, Direction::RightToLeft, "All", "ur"), |paper, letters| {
        paper.paragraph(&letters.iter().collect::<String>())
    });
    print("all", &paper)?;
    Ok(())
}
