//! Receipts and a statement, judged by what a reader of the PDF finds.

mod printed;

use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use paper::{Column, Direction, Paper, Size, Table, isolate};

use printed::{Outcome, created, pages, print};

fn english(size: Size) -> Paper {
    let columns = [Column::start("Service", 4.0), Column::end("Qty", 0.6), Column::end("Price", 1.2), Column::end("Amount", 1.3)];
    let items = Table::new(columns)
        .row(["Consultation, Dr. Sara Ahmed", "1", "2,500.00", "2,500.00"])
        .row(["Wound dressing with sterile gauze, large", "2", "350.00", "700.00"])
        .row(["Paracetamol 500 mg, 20 tablets", "1", "120.00", "120.00"])
        .subtotal("Subtotal", "3,320.00")
        .subtotal("Discount", "-320.00")
        .total("Total", "PKR 3,000.00")
        .subtotal("Paid in cash", "3,000.00");
    Paper::new(size, Direction::LeftToRight, "Receipt R-1042", "en")
        .heading("Receipt")
        .paragraph("Green Street Clinic\n14 Green Street, Lahore")
        .field("Receipt number", "R-1042")
        .field("Date", "23 November 2026, 14:05")
        .field("Patient", "Ayesha Khan (عائشہ خان)")
        .table(items)
        .rule()
        .small_print("Please keep this receipt.")
        .footer("Green Street Clinic")
}

fn urdu(size: Size) -> Paper {
    let columns = [Column::start("خدمت", 4.0), Column::end("تعداد", 0.6), Column::end("قیمت", 1.2), Column::end("رقم", 1.3)];
    let items = Table::new(columns)
        .row(["ڈاکٹر سارہ احمد سے مشورہ", "1", "2,500.00", "2,500.00"])
        .row(["زخم کی پٹی، بڑی، پرانی پٹی اتارنے کے ساتھ", "2", "350.00", "700.00"])
        .row(["پیراسیٹامول Paracetamol 500 mg، 20 گولیاں", "1", "120.00", "120.00"])
        .subtotal("رعایت", "-320.00")
        .total("کل رقم", "3,000.00 روپے");
    let doctor = isolate("Dr. Sara Ahmed (MBBS)");
    Paper::new(size, Direction::RightToLeft, "رسید R-1042", "ur")
        .heading("رسید")
        .paragraph("گرین اسٹریٹ کلینک\n14 گرین اسٹریٹ، لاہور")
        .field("رسید نمبر", "R-1042")
        .field("مریض", "عائشہ خان (Ayesha Khan)")
        .field("ٹیلی فون", "+92 300 1234567")
        .table(items)
        .small_print(&format!("سوال ہو تو {doctor} سے رابطہ کریں۔"))
        .footer("گرین اسٹریٹ کلینک")
}

fn arabic() -> Paper {
    let items = Table::new([Column::start("الخدمة", 3.0), Column::end("المبلغ", 1.0)])
        .row(["استشارة طبية", "2,500.00"])
        .total("المجموع", "2,500.00 ر.س.");
    Paper::new(Size::A4, Direction::RightToLeft, "إيصال", "ar").heading("إيصال").field("المريض", "عائشة خان").table(items)
}

fn statement(rows: usize) -> Paper {
    let columns = [Column::start("Date", 1.0), Column::start("Service", 3.0), Column::end("Amount", 1.0)];
    let table = (0..rows)
        .fold(Table::new(columns), |table, row| table.row(["2026-11-23".to_owned(), format!("Visit {row}"), format!("{row},000.00")]));
    Paper::new(Size::A4, Direction::LeftToRight, "Statement", "en")
        .heading("Statement")
        .table(table.total("Balance", "PKR 19,900,000.00"))
        .footer("Green Street Clinic")
}

/// What `pdftotext` or `pdfinfo` says of a printed paper, or nothing where poppler is absent.
fn poppler(tool: &str, name: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    let mut command = Command::new(tool);
    command.arg(file);
    if tool == "pdftotext" {
        command.args(["-layout", "-"]);
    }
    let said = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(said.stdout).ok()
}

#[test]
fn an_english_receipt_is_one_small_page_with_its_words() -> Outcome {
    for (name, size) in [("en-a4", Size::A4), ("en-roll", Size::Receipt80mm)] {
        let pdf = print(name, &english(size))?;
        assert_eq!(pages(&pdf), 1, "{name}");
        assert!(pdf.len() < 60_000, "{name} has {} bytes", pdf.len());
        if let Some(text) = poppler("pdftotext", name) {
            for words in ["Ayesha Khan", "R-1042", "2,500.00", "-320.00", "PKR 3,000.00"] {
                assert!(text.contains(words), "{words} is missing from {name}: {text}");
            }
        }
        if let Some(info) = poppler("pdfinfo", name) {
            assert!(info.contains("Receipt R-1042") && info.contains("2026"), "{info}");
        }
    }
    Ok(())
}

#[test]
fn an_urdu_receipt_is_one_small_page_with_its_names_and_amounts() -> Outcome {
    for (name, size) in [("ur-a4", Size::A4), ("ur-roll", Size::Receipt80mm)] {
        let pdf = print(name, &urdu(size))?;
        assert_eq!(pages(&pdf), 1, "{name}");
        assert!(pdf.len() < 60_000, "{name} has {} bytes", pdf.len());
        if let Some(text) = poppler("pdftotext", name) {
            // Nastaliq letters climb, so poppler guesses at spaces; the letters are all there.
            let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            for words in ["AyeshaKhan", "+923001234567", "2,500.00", "3,000.00", "-320.00"] {
                assert!(letters.contains(words), "{words} is missing from {name}: {letters}");
            }
            for words in ["سارہاحمد", "عائشہخان"] {
                assert!(letters.contains(words), "{words} is missing from {name}: {letters}");
            }
        }
    }
    Ok(())
}

#[test]
fn an_arabic_receipt_keeps_its_words_whole() -> Outcome {
    print("ar-a4", &arabic())?;
    if let Some(text) = poppler("pdftotext", "ar-a4") {
        for words in ["عائشة خان", "استشارة طبية", "2,500.00"] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
    }
    Ok(())
}

#[test]
fn a_long_table_breaks_pages_and_repeats_its_headings() -> Outcome {
    let pdf = print("statement", &statement(200))?;
    let count = pages(&pdf);
    assert!((6..=10).contains(&count), "{count} pages");
    if let Some(text) = poppler("pdftotext", "statement") {
        assert_eq!(text.matches("Service").count(), count);
        let number = format!("{count}/{count}");
        assert!(text.replace(' ', "").contains(&number), "page {number} is missing");
        assert!(text.contains("Visit 199") && text.contains("PKR 19,900,000.00"));
    }
    Ok(())
}

#[test]
fn equal_papers_have_equal_bytes() -> Outcome {
    for paper in [english(Size::A4), urdu(Size::A4), urdu(Size::Receipt80mm), statement(60)] {
        assert_eq!(paper.to_pdf(created()?)?, paper.clone().to_pdf(created()?)?);
    }
    let other = english(Size::A4).to_pdf(Timestamp::UNIX_EPOCH)?;
    assert_ne!(other, english(Size::A4).to_pdf(created()?)?);
    Ok(())
}
