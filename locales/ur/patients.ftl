# مریضوں کی فہرست اور کسی شخص کے بارے میں بنیادی باتیں۔
patients-title = مریض
patients-import = ریکارڈ درآمد کریں
patients-wanted = نام یا فون نمبر
patients-wanted-hint = نام کے کسی بھی حصے کے شروع کے کم از کم دو حروف، یا پورا نمبر
patients-search = تلاش کریں
patients-name = نام
patients-phone = فون
patients-no-phone = نمبر درج نہیں
patients-newest = سب سے نئے مریض
patients-found = { $count ->
    [one] ایک مریض ملا
   *[other] { $count } مریض ملے
}
patients-refine = { $count ->
   *[other] صرف پہلے { $count } دکھائے گئے ہیں: نام کا مزید حصہ لکھیں۔
}
patients-nobody-found = کوئی نہیں ملا
patients-nobody-found-next = ہجے دیکھ لیں، نام کے کسی اور حصے کا شروع لکھ کر دیکھیں، یا فون نمبر سے تلاش کریں۔
patients-show-newest = سب سے نئے مریض دکھائیں
patients-none-yet = ابھی کوئی مریض نہیں
patients-none-yet-next = جب کوئی مریض وقت لے گا، یا مالک کسی اور نظام سے ریکارڈ درآمد کرے گا، تو مریض یہاں نظر آئیں گے۔
gender-male = مرد
gender-female = عورت
gender-other = دیگر جنس
gender-unknown = جنس معلوم نہیں
relationship = { $what ->
    [parent] ماں یا باپ
    [guardian] سرپرست
    [spouse] شوہر یا بیوی
    [child] بیٹی یا بیٹا
    [relative] رشتہ دار
   *[other] مددگار
}
relationship-acts = { $what ->
    [parent] ان کے لیے ماں یا باپ وقت لیتے ہیں
    [guardian] ان کے لیے سرپرست وقت لیتے ہیں
    [spouse] ان کے لیے شوہر یا بیوی وقت لیتے ہیں
    [child] ان کے لیے بیٹی یا بیٹا وقت لیتے ہیں
    [relative] ان کے لیے کوئی رشتہ دار وقت لیتا ہے
   *[other] ان کے لیے کوئی اور وقت لیتا ہے
}
