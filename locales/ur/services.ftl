# What the clinic offers, and the rooms it needs.
services-title = خدمات
services-none = کوئی خدمت دستیاب نہیں
services-none-next = ایک شامل کریں، پھر مریض اسے بُک کر سکیں گے۔
services-name = خدمت
services-name-hint = جیسے مریض جانتے ہیں، مثلاً معائنہ
services-minutes = منٹ
services-minutes-wrong = 5 سے 480 تک منٹوں کی تعداد لکھیں
services-price = قیمت
services-active = مریض اسے بُک کر سکتے ہیں
services-more = آگے پیچھے کا وقت، کون دیتا ہے، اصول
services-before = پہلے کے منٹ
services-before-hint = تیاری کے لیے
services-after = بعد کے منٹ
services-after-hint = صفائی کے لیے
services-around-wrong = 0 سے 240 تک منٹوں کی تعداد لکھیں
services-every = ہر اتنے منٹ پر ایک وقت
services-every-hint = خالی: ایک کے بعد دوسرا
services-horizon = کتنے دن آگے
services-horizon-hint = 1 سے 730 تک
services-horizon-wrong = 1 سے 730 تک دنوں کی تعداد لکھیں
services-notice = بُکنگ کی آخری حد
services-cancel = بدلنے یا منسوخ کرنے کی آخری حد
services-span = { $count ->
    [0] وقت شروع ہونے تک
    [60] 1 گھنٹہ پہلے
    [120] 2 گھنٹے پہلے
    [240] 4 گھنٹے پہلے
    [720] 12 گھنٹے پہلے
    [1440] 1 دن پہلے
    [2880] 2 دن پہلے
    [10080] 1 ہفتہ پہلے
   *[other] { $count } منٹ پہلے
}
services-given-by = کون دیتا ہے
services-given-by-hint = کسی پر نشان نہیں: سب دیتے ہیں۔
services-everybody = سب
services-rooms = کس کی ضرورت ہے
services-rooms-hint = ان میں سے ایک چاہیے؛ کسی پر نشان نہیں: کسی کی نہیں۔
services-state = حالت
services-on = دستیاب
services-off = دستیاب نہیں
services-add = ایک اور خدمت
services-add-submit = خدمت شامل کریں
services-save = محفوظ کریں
services-change-hint = جو پہلے سے بُک ہے وہ ویسے ہی رہے گا۔
rooms-title = کمرے اور آلات
rooms-hint = جو ایک وقت میں ایک ہی ملاقات کو مل سکتے ہیں۔
rooms-name = نام
rooms-name-hint = مثلاً الٹراساؤنڈ، یا کمرہ 2
rooms-add = شامل کریں
rooms-close = استعمال سے باہر
rooms-reopen = دوبارہ استعمال
services-places = ایک وقت میں مریض
services-places-hint = ایک سے زیادہ: گروپ، جیسے کوئی کلاس
services-places-wrong = ۱ سے ۲۰۰ تک کوئی عدد لکھیں
services-approval = ہر درخواست پہلے ہم منظور کریں گے
services-approval-hint = مریض آن لائن جو وقت چنے وہ رکا رہتا ہے اور آپ کے جواب کا انتظار کرتا ہے
