# ایک مریض کے چارٹ تک ہنگامی رسائی اور اس کا جائزہ
emergency-shut = یہ چارٹ آپ کے لیے بند ہے
emergency-shut-of = { $name } کا چارٹ آپ کے لیے بند ہے
emergency-shut-lede = روزمرہ کے کام میں آپ کے کردار کو اس کی ضرورت نہیں۔ آپ کا یہ پوچھنا مریض کی روداد میں درج ہے۔
emergency-open-title = ہنگامی حالت میں کھولیں
emergency-open-what = صرف اس مریض کا چارٹ ۶۰ منٹ کے لیے کھلے گا۔ ہر نظر ہنگامی کے نشان کے ساتھ درج ہوگی، مالکان کو فوراً اطلاع ملے گی اور ان میں سے ایک تین دن کے اندر اس کا جائزہ لے گا۔
emergency-why = وجہ
emergency-reason = { $reason ->
    [emergency] جان یا صحت کو خطرہ
    [unreachable] معالج سے رابطہ نہیں ہو رہا
    [handover] کاغذات کے بغیر مریض حوالے ہوا
   *[other] کچھ اور
}
emergency-words = چند لفظوں میں
emergency-words-hint = مثلاً: دوا کا ردِعمل، الرجی معلوم نہیں
emergency-open = چارٹ ابھی کھولیں
emergency-back = مریضوں کی فہرست پر واپس
emergency-unreviewed = آپ کی ایک پچھلی ہنگامی رسائی تین دن سے زیادہ عرصے سے جائزے کی منتظر ہے۔ کسی مالک سے جائزہ لینے کو کہیں؛ تب تک کوئی اور چارٹ نہیں کھل سکتا۔
emergency-too-many = آپ ایک دن میں پانچ چارٹ کھول چکے ہیں، یہی حد ہے۔ معالج یا کسی مالک سے بات کریں۔
emergency-is-open = ہنگامی رسائی۔
emergency-left = { $count ->
    [one] ۱ منٹ باقی۔
   *[other] { $count } منٹ باقی۔
}
emergency-is-seen = ہر نظر درج ہو رہی ہے۔
emergency-close = ابھی بند کریں
emergencies-title = ہنگامی رسائی
emergencies-lede = وہ چارٹ جو کسی نے ہنگامی حالت میں کھولے۔ ہر ایک کا جائزہ کوئی مالک تین دن کے اندر لیتا ہے۔
emergencies-none = کسی نے ہنگامی حالت میں چارٹ نہیں کھولا
emergencies-none-next = جیسے ہی کوئی کھولے گا، یہاں اور آپ کے پہلے صفحے پر نظر آئے گا۔
emergencies-waiting = جائزہ باقی ہے
emergencies-reviewed = جائزہ ہو چکا
emergencies-when = کب کھولا
emergencies-open-now = ابھی کھلا ہے
emergencies-what-seen = کیا کیا دیکھا گیا
emergencies-due = جائزہ { $when } تک
emergencies-overdue = مدت گزر گئی
emergencies-verdict = کیا یہ درست تھا؟
emergencies-verdict-is = { $verdict ->
    [justified] درست تھا
   *[not_justified] درست نہیں تھا
}
emergencies-remark = تبصرہ
emergencies-review = جائزہ محفوظ کریں
emergency-say-why = چند لفظوں میں لکھیں کہ کیوں نہیں
emergency-own = یہ آپ نے خود کھولا تھا۔ جائزہ کوئی دوسرا مالک لے گا۔
emergency-reviewed-meanwhile = اس دوران کسی نے جائزہ لے لیا۔
emergencies-to-review = { $count ->
    [one] ہنگامی حالت میں کھولا گیا ۱ چارٹ آپ کے جائزے کا منتظر ہے۔
   *[other] ہنگامی حالت میں کھولے گئے { $count } چارٹ آپ کے جائزے کے منتظر ہیں۔
}
