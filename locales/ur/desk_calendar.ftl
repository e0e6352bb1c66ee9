# استقبالیہ کا اپنا کیلنڈر: دیکھنا، مریض کے لیے بُک کرنا، وقت بدلنا، منسوخ کرنا، سلسلے، وقت بند کرنا۔
nav-calendar = کیلنڈر
desk-week-of = { $from } تا { $to }
desk-days = دن
desk-week-before = پچھلا ہفتہ
desk-week-after = اگلا ہفتہ
desk-view = کتنا دکھائیں
desk-day = دن
desk-week = ہفتہ
desk-by = کالم
desk-by-practitioner = معالج کے لحاظ سے
desk-by-room = کمرے کے لحاظ سے
desk-by-location = مقام کے لحاظ سے
desk-go-to = تاریخ پر جائیں
desk-whose = کس کا
desk-show = دکھائیں
desk-print = پرنٹ کریں
desk-count = { $count ->
    [one] { $count } ملاقات
   *[other] { $count } ملاقاتیں
}
desk-full = یہ سب نہیں ہیں: کوئی ایک معالج چنیں۔
desk-away = آج موجود نہیں:
desk-nobody = اس دن یہاں کوئی کام نہیں کرتا
desk-nobody-next = اوقات مقرر کریں، یا کوئی اور دن دیکھیں۔
desk-no-room = بغیر کمرے کے
desk-shut = بند
desk-free = خالی
desk-held = روکا ہوا
desk-walk-in = بغیر وقت آئے
desk-overbooked = اضافی بکنگ
desk-serial = سلسلہ
desk-look = ملاقات کھولیں
desk-did-book = بُک ہو گیا: { $name }، { $when }۔
desk-did-series = سلسلہ بُک ہو گیا: { $name }، { $when } سے۔
desk-did-move = وقت بدل گیا: { $name }، اب { $when }۔
desk-did-cancel = منسوخ: { $name }، { $when }۔
desk-did-decline = درخواست نامنظور: { $name }، { $when }۔
desk-did-approve = درخواست منظور: { $name }، { $when }۔
desk-did-restore = ملاقات بحال ہے: { $name }، { $when }۔
desk-back = واپس کیلنڈر پر
desk-back-visit = واپس ملاقات پر
desk-book-title = نئی بکنگ
desk-nothing-on-offer = ابھی بُک کرنے کو کچھ نہیں
desk-nothing-on-offer-next = مالک کلینک کے صفحے پر خدمات اور معالج شامل کرتے ہیں۔
desk-who = کون آئے گا
desk-somebody-else = کوئی اور
desk-nobody-found = ایسا کوئی مریض درج نہیں۔ بکنگ کے ساتھ ہی اندراج کر لیں۔
desk-new-patient = نیا مریض
desk-name = نام
desk-phone = فون
desk-what = کس لیے، اور کس کے ساتھ
desk-service = خدمت
desk-with = معالج
desk-where = کہاں
desk-anyone = کوئی بھی، جو سب سے پہلے ملے
desk-choose-one = وہ معالج چنیں جن کا وقت دوبارہ دیا جا رہا ہے
desk-show-times = خالی اوقات دکھائیں
desk-next-free = اگلا خالی وقت
desk-when = کب
desk-date = تاریخ
desk-date-wrong = تاریخ لکھیں
desk-time-wrong = وقت لکھیں
desk-repeat = بار بار
desk-repeat-how = دوبارہ آنا
desk-repeat-no = صرف ایک بار
desk-repeat-days = دنوں کے وقفے سے
desk-repeat-weeks = ہفتوں کے وقفے سے
desk-repeat-months = مہینوں کے وقفے سے
desk-repeat-every = وقفہ
desk-repeat-times = کل ملاقاتیں
desk-repeat-until = یا اس تاریخ تک
desk-repeat-hint = بُک کرنے سے پہلے ہر تاریخ دیکھ کر دکھائی جاتی ہے۔
desk-every-wrong = 1 سے 99 تک کوئی عدد لکھیں
desk-times-wrong = 1 سے 60 تک کوئی عدد لکھیں
desk-overbook = اضافی بکنگ
desk-overbook-hint = ایسے وقت پر دوسری ملاقات جو پہلے سے لیا جا چکا ہو، یا جب کوئی موجود نہ ہو۔ اس پر نشان لگتا ہے اور آپ کی وجہ ساتھ رہتی ہے۔
desk-over-at = وقت
desk-reason = وجہ
desk-overbook-do = اس وجہ سے اضافی بُک کریں
desk-agrees = مریض ملاقاتوں کے پیغامات پر راضی ہے
desk-agrees-hint = صرف اگر انہوں نے خود کہا ہو۔ وہ STOP لکھ کر جب چاہیں بند کر سکتے ہیں۔
desk-tell = مریض کو بتائیں
desk-tell-hint = صرف اگر وہ پیغامات پر راضی ہوں
desk-series-title = تاریخیں دیکھ لیں
desk-series-dates = { $count ->
    [one] { $count } تاریخ۔
   *[other] { $count } تاریخیں۔
}
desk-series-free = { $count ->
    [one] { $count } مطلوبہ وقت پر خالی ہے۔
   *[other] { $count } مطلوبہ وقت پر خالی ہیں۔
}
desk-series-is-free = خالی ہے
desk-series-taken = خالی نہیں۔ قریب ترین وقت یہ ہے:
desk-series-none = خالی نہیں، اور آس پاس بھی کچھ نہیں
desk-series-skip = یہ تاریخ چھوڑ دیں
desk-series-book = یہ سب بُک کریں
desk-series-change = تبدیل کریں
desk-series-lost = اس دوران کسی نے ان میں سے ایک وقت لے لیا۔ ابھی کچھ بُک نہیں ہوا؛ تاریخیں دوبارہ دیکھ لیں۔
desk-visit-title = ملاقات
desk-chart = فائل
desk-messages = پیغامات
desk-room = کمرہ
desk-any-room = جو خالی ہو
desk-overbooked-why = اضافی بکنگ کی وجہ
desk-more-follow = { $count ->
    [one] اس کے بعد { $count } اور
   *[other] اس کے بعد { $count } اور
}
desk-approve = منظور کریں
desk-decline = نامنظور کریں
desk-move = وقت بدلیں
desk-restore = منسوخی واپس لیں
desk-unanswered-late = وقت آنے تک اس درخواست کا کسی نے جواب نہیں دیا۔
desk-cancel = ملاقات منسوخ کریں
desk-cancel-do = ہاں، منسوخ کریں
desk-which = کون سی
desk-this-one = صرف یہ
desk-and-following = { $count ->
    [one] یہ اور اس کے بعد کی { $count }
   *[other] یہ اور اس کے بعد کی { $count }
}
desk-history = یہ کیسے طے ہوئی
desk-booked-by-patient = مریض نے بُک کی
desk-booked-by-desk = استقبالیہ پر بُک ہوئی
desk-was-approved = کلینک نے منظور کی
desk-was-confirmed = مریض نے کہا کہ وہ آئیں گے
desk-move-title = ملاقات کا وقت بدلیں
desk-move-do = وقت بدلیں
desk-these-do-not-fit = ان تاریخوں پر جگہ نہیں
desk-other-time = کوئی اور وقت
desk-other-time-hint = کوئی بھی وقت جب معالج موجود اور فارغ ہوں۔ جہاں کوئی اور ہو یا کلینک بند ہو، وہاں وجہ لکھیں۔
desk-put = اس وقت پر لے جائیں
desk-too-late = جو ہو چکا اسے بدلا یا منسوخ نہیں کیا جا سکتا۔ پہلے آمد یا غیر حاضری کا نشان واپس لیں۔
desk-closed-then = معالج اس وقت موجود نہیں۔ کوئی اور وقت چنیں، یا وجہ لکھ کر اضافی بُک کریں۔
desk-busy-then = یہ وقت کسی اور کا ہے۔ کوئی اور چنیں، یا وجہ لکھ کر اضافی بُک کریں۔
desk-do-not-fit = کچھ ملاقاتوں کی وہاں جگہ نہیں۔ کوئی بھی منتقل نہیں ہوئی۔
desk-block-title = وقت بند کریں
desk-block-lede = اس میں کوئی بُک نہیں کر سکے گا۔ جو پہلے سے بُک ہیں وہ رہیں گے، اور آپ کو بتایا جائے گا۔
desk-whose-time = کس کا وقت
desk-everybody = سب
desk-from = سے
desk-to = تک
desk-to-wrong = پہلے وقت سے بعد کا وقت لکھیں
desk-note = وجہ
desk-note-hint = اسے صرف عملہ پڑھتا ہے
desk-block-do = بند کریں
desk-did-block = وقت بند: { $name }، { $when }۔
desk-did-unblock = وقت دوبارہ کھلا: { $name }، { $when }۔
desk-inside = { $count ->
    [one] اس میں { $count } ملاقات بُک ہے اور برقرار ہے۔
   *[other] اس میں { $count } ملاقاتیں بُک ہیں اور برقرار ہیں۔
}
desk-requests = { $count ->
    [one] { $count } درخواست جواب کی منتظر ہے
   *[other] { $count } درخواستیں جواب کی منتظر ہیں
}
desk-requests-title = آئی ہوئی درخواستیں
desk-no-requests = کوئی درخواست جواب کی منتظر نہیں
desk-no-requests-next = جن خدمات کی کلینک پہلے منظوری دیتا ہے وہ درخواست کے طور پر بُک ہوتی ہیں اور یہاں نظر آتی ہیں۔
desk-asked-at = کب پوچھا
