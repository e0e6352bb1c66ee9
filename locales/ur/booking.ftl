# کلینک کا عوامی صفحہ، اور پیغام کے لنک والا صفحہ
booking-title = وقت بُک کریں
booking-lede = اس میں تقریباً ایک منٹ لگتا ہے۔ اکاؤنٹ کی ضرورت نہیں، اور ادائیگی کلینک میں ہوتی ہے۔
booking-nobody = یہاں ابھی کچھ بُک نہیں ہو سکتا
booking-nobody-next = { $clinic } نے ابھی اپنا کیلنڈر نہیں کھولا۔ براہِ کرم کلینک کو فون کریں یا خود آئیں۔
booking-service = آپ کو کیا چاہیے؟
booking-practitioner = آپ کس سے ملنا چاہتے ہیں؟
booking-anyone = کوئی بھی، سب سے پہلا وقت
booking-minutes = { $count ->
    [one] { $count } منٹ
   *[other] { $count } منٹ
}
booking-show-times = اوقات دکھائیں
booking-when = دن اور وقت
booking-days = دن
booking-earlier = پہلے
booking-later = بعد میں
booking-none-free = کوئی خالی نہیں
booking-free = { $count } خالی
booking-weekday = { $count ->
    [1] پیر
    [2] منگل
    [3] بدھ
    [4] جمعرات
    [5] جمعہ
    [6] ہفتہ
   *[other] اتوار
}
booking-nearest = قریب ترین خالی اوقات
booking-morning = صبح
booking-afternoon = دوپہر
booking-evening = شام
booking-full = اس دن کوئی وقت خالی نہیں
booking-full-next = اوپر سے کوئی دوسرا دن یا دوسرا معالج چنیں۔
booking-about-you = آپ کے بارے میں
booking-name = پورا نام
booking-phone = موبائل نمبر
booking-phone-hint = صرف آپ کی ملاقاتوں سے متعلق پیغامات کے لیے
consent-appointments = { $clinic } مجھے میری ملاقاتوں کے بارے میں واٹس ایپ پر لکھ سکتا ہے
consent-appointments-hint = آپ اسے خالی چھوڑ سکتے ہیں، اور جواب میں STOP لکھ کر کبھی بھی روک سکتے ہیں۔
booking-notice = { $clinic } آپ کی دیکھ بھال کے لیے آپ کا نام، نمبر اور ملاقات محفوظ رکھتا ہے۔ کچھ فروخت نہیں ہوتا، اور جو اطلاع نامے میں لکھا ہے اس سے بڑھ کر کسی کو نہیں دیا جاتا۔
booking-notice-more = آپ کی معلومات کیسے استعمال ہوتی ہیں
booking-book = یہ وقت بُک کریں
booking-choose-time = ایک وقت چنیں
booking-time-taken = یہ وقت اب خالی نہیں رہا۔ قریب ترین خالی اوقات سب سے اوپر ہیں؛ باقی جو آپ نے لکھا وہ موجود ہے
booking-name-wrong = اپنا نام لکھیں، جس میں کم از کم ایک حرف ہو
booking-phone-wrong = موبائل نمبر ویسے لکھیں جیسے آپ ڈائل کرتے ہیں
booking-not-online = ہم یہ بکنگ آن لائن نہیں لے سکتے۔ براہِ کرم کلینک کو فون کریں

appointment-booked = آپ کا وقت بُک ہو گیا
appointment-confirmed = آپ کے آنے کی تصدیق ہو گئی
appointment-arrived = آپ پہنچ چکے ہیں
appointment-fulfilled = یہ ملاقات ہو چکی ہے
appointment-noshow = اس ملاقات کا وقت گزر چکا ہے
appointment-cancelled = آپ کی ملاقات منسوخ ہے
appointment-did-confirm = شکریہ۔ کلینک کو معلوم ہو گیا کہ آپ آئیں گے۔
appointment-did-cancel = آپ کی ملاقات منسوخ ہو گئی۔ یہ وقت اب کسی اور کے لیے خالی ہے۔
appointment-did-restore = آپ کی ملاقات دوبارہ برقرار ہے۔
appointment-did-move = آپ کی ملاقات کا وقت بدل گیا۔
appointment-when = کب
appointment-with = کس کے ساتھ
appointment-for = کس لیے
appointment-at = کہاں
appointment-please-confirm = براہِ کرم کلینک کو بتائیں کہ آپ آئیں گے۔
appointment-confirm = میں آؤں گا / آؤں گی
appointment-move = دوسرا وقت چنیں
appointment-cancel = ملاقات منسوخ کریں
appointment-keep-link = اس صفحے کا پتہ سنبھال کر رکھیں: وقت شروع ہونے تک آپ اسی سے تصدیق، تبدیلی یا منسوخی کر سکتے ہیں۔
appointment-undo-hint = غلطی سے ہو گیا؟ جب تک یہ وقت خالی ہے آپ اسے واپس لے سکتے ہیں۔
appointment-undo-cancel = واپس لیں: میری ملاقات برقرار رکھیں
appointment-book-another = ایک اور وقت بُک کریں
appointment-move-title = دوسرا وقت چنیں
appointment-move-from = آپ کی ملاقات { $day } کو { $time } بجے ہے۔ جب تک آپ دوسرا وقت نہ چنیں، یہی رہے گی۔
appointment-move-submit = میری ملاقات کا وقت بدلیں
appointment-keep = اسے ایسے ہی رہنے دیں
appointment-time-taken = یہ وقت اب خالی نہیں رہا۔ آپ کی ملاقات میں کوئی تبدیلی نہیں ہوئی؛ کوئی اور وقت چنیں
appointment-too-late = اس ملاقات کا وقت آ چکا ہے۔ براہِ کرم کلینک کو فون کریں
appointment-was-cancelled = یہ ملاقات منسوخ ہو چکی تھی
appointment-already-here = مریض پہنچ چکا ہے
appointment-finished = یہ ملاقات مکمل ہو چکی ہے
appointment-not-here = مریض کی آمد درج نہیں ہوئی
appointment-not-yet = ابھی اس ملاقات کا وقت نہیں آیا
appointment-messages = پیغامات
appointment-messages-now = اگر کلینک آپ کو ملاقاتوں کے بارے میں لکھتا ہے تو آپ یہاں اسے بند کر سکتے ہیں؛ وقت لینا اور ملنا پہلے کی طرح جاری رہے گا۔
appointment-stop = پیغامات بند کریں
appointment-did-stop = کلینک اب آپ کو نہیں لکھے گا۔ خانے پر دوبارہ نشان لگانے سے یہ نہیں بدلے گا؛ کسی پیغام کے جواب میں START لکھیں یا کلینک کو بتائیں۔
booking-paused = کلینک اس وقت آن لائن بکنگ نہیں لے رہا
booking-paused-next = { $clinic } کو فون کریں یا خود آئیں۔ جو پیغامات آپ کے پاس ہیں ان کے لنک چلتے ہیں، اور پیغامات بند کرنا بھی۔
booking-where = آپ کہاں آنا چاہیں گے؟
appointment-too-near = وقت اتنا قریب ہے کہ اب یہ ملاقات صرف فون پر بدلی جا سکتی ہے۔ براہِ کرم کلینک کو فون کریں۔
appointment-unanswered = کلینک نے ابھی اس درخواست کا جواب نہیں دیا۔
appointment-asked = آپ کی درخواست کلینک کے پاس ہے
booking-keep = باقی بھرنے تک یہ وقت میرے لیے روک لیں
booking-kept = یہ وقت { $time } تک آپ کے لیے رکا ہوا ہے
booking-work-first = اس وقت بہت سی بکنگ ہو رہی ہے، اس لیے پہلے آپ کے براؤزر کو تھوڑا کام کرنا ہو گا۔ براہِ کرم فارم دوبارہ بھیجیں، یا کلینک کو فون کریں
booking-working = اس وقت بہت سے لوگ بکنگ کر رہے ہیں؛ آپ لکھتے رہیں، براؤزر اتنی دیر میں تھوڑا کام کر لے گا۔
booking-worked = آپ کا براؤزر تیار ہے۔
booking-work-waits = بس ہو گیا: آپ کا فارم ابھی خود بھیج دیا جائے گا۔
booking-work-no-script = اس وقت بہت سی بکنگ ہو رہی ہے۔ جاوا اسکرپٹ کے بغیر یہ صفحہ آپ کی بکنگ نہیں لے سکتا؛ براہِ کرم کلینک کو فون کریں۔
rules-title = آن لائن بکنگ
rules-lede = آپ کا عوامی صفحہ کیسے چلے:
rules-a-day = ایک دن میں آن لائن بکنگ
rules-a-day-hint = خودکار پروگرام آپ کا کیلنڈر اس سے زیادہ نہیں بھر سکتے۔ خالی چھوڑیں تو جتنی آئیں لے لی جائیں گی
rules-number-wrong = ۱ سے ۵۰۰۰ تک عدد لکھیں، یا خالی چھوڑ دیں
rules-offer = پیشکش کے جواب کے لیے منٹ
rules-offer-hint = خالی ہونے والا وقت انتظار کی فہرست میں ایک وقت میں ایک ہی شخص کو پیش کیا جاتا ہے
rules-minutes-wrong = ۱۰ سے ۱۴۴۰ تک منٹ لکھیں
rules-sites = آپ کی اپنی سائٹیں جو یہ صفحہ دکھا سکتی ہیں
rules-sites-hint = پتے جیسے https://www.example.com، ہر سطر میں ایک
rules-site-wrong = زیادہ سے زیادہ پانچ پتے لکھیں جو https:// سے شروع ہوں اور جن میں راستہ نہ ہو
rules-snippet = جہاں صفحہ دکھانا ہو وہاں یہ رکھیں:
rules-save = محفوظ کریں
rules-saved = محفوظ ہو گیا۔ اب سے یہی لاگو ہے۔
office-rules = دن میں کتنی بکنگ، پیشکش کے جواب، آپ کی اپنی سائٹ
booking-for-another = میں اپنے بچے یا کسی اور کے لیے وقت لے رہا/رہی ہوں
booking-for-another-hint = اوپر آپ کا اپنا نام اور نمبر رہے گا؛ پیغامات آپ کو آئیں گے۔
booking-patient-name = مریض کا پورا نام
booking-relationship = مریض سے آپ کا رشتہ
booking-born = تاریخِ پیدائش
booking-born-wrong = گزری ہوئی کوئی تاریخ لکھیں، یا خالی چھوڑ دیں
booking-clock = اوقات کلینک کی گھڑی ({ $zone }) کے مطابق ہیں۔
booking-your-clock = ہر وقت کے ساتھ آپ کی اپنی گھڑی کا وقت بھی لکھا ہے۔
appointment-asked-next = یہ وقت آپ کے لیے رکا ہوا ہے۔ کلینک جواب دے گا؛ تب تک آپ اسے یہیں بدل یا منسوخ کر سکتے ہیں۔
appointment-book-same = { $practitioner } کے ساتھ دوبارہ وقت لیں
booking-code = کوڈ
booking-code-hint = چھ ہندسے۔ چند منٹ میں کوڈ نہ آئے تو یہ خانہ خالی چھوڑ کر فارم دوبارہ بھیجیں، یا کلینک کو فون کریں
booking-code-sent = ہم نے آپ کے نمبر پر ایس ایم ایس سے ایک کوڈ بھیجا ہے۔ اسے یہاں لکھیں تو یہ وقت آپ کا ہو گا۔
booking-code-wrong = یہ کوڈ درست نہیں یا اس کا وقت گزر گیا۔ نیا کوڈ لینے کے لیے خانہ خالی چھوڑ دیں
rules-prove = نمبر کوڈ سے ثابت کیا جائے
rules-prove-hint = جو آن لائن وقت لے وہ ایک کوڈ لکھے جو ہم اس کے نمبر پر ایس ایم ایس سے بھیجتے ہیں
