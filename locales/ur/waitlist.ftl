# انتظار کی فہرست: جنہیں ایسا وقت چاہیے جو خالی نہیں۔
waitlist-title = انتظار کی فہرست
waitlist-no-time = کوئی وقت موزوں نہیں؟ انتظار کی فہرست میں نام لکھوائیں
waitlist-join-title = انتظار کی فہرست میں نام لکھوائیں
waitlist-join-lede = جب کوئی وقت خالی ہوتا ہے تو ہم اسے باری باری، درخواست کی ترتیب سے، ایک ایک شخص کو پیش کرتے ہیں۔
waitlist-first = کب سے
waitlist-last = کب تک
waitlist-day-wrong = آج یا اس کے بعد کا دن لکھیں
waitlist-last-wrong = پہلے دن کے بعد، ایک سال کے اندر کا دن لکھیں
waitlist-part-label = دن کا حصہ
waitlist-part = { $part ->
    [morning] صبح
    [afternoon] دوپہر
    [evening] شام
   *[any] کوئی بھی وقت
}
waitlist-consent-hint = یہاں ضروری ہے: پیشکش پیغام سے آتی ہے۔ آپ جب چاہیں STOP لکھ کر روک سکتے ہیں۔
waitlist-consent-needed = اس پر نشان لگائیں تاکہ وقت خالی ہونے پر ہم آپ کو لکھ سکیں؛ یا کلینک کو فون کریں
waitlist-join = میرا نام فہرست میں لکھ لیں
waitlist-did-join = آپ کا نام انتظار کی فہرست میں ہے۔ اس صفحے کا پتہ سنبھال کر رکھیں۔
waitlist-did-decline = شکریہ۔ یہ وقت اگلے شخص کو ملے گا؛ آپ کا نام فہرست میں باقی ہے۔
waitlist-did-leave = آپ کا نام اب فہرست میں نہیں۔
waitlist-offered = آپ کے لیے ایک وقت خالی ہے
waitlist-until = یہ { $time } تک آپ کے لیے رکا ہوا ہے۔ اس کے بعد اگلے شخص کو پیش کیا جائے گا۔
waitlist-take = یہ وقت لے لیں
waitlist-decline = نہیں، شکریہ
waitlist-waiting = آپ کا نام انتظار کی فہرست میں ہے
waitlist-booked = آپ نے ایک وقت لے لیا ہے
waitlist-left = آپ کا نام انتظار کی فہرست میں نہیں
waitlist-over = جن دنوں کا آپ نے کہا تھا وہ گزر گئے
waitlist-how = جونہی کوئی وقت خالی ہوا ہم آپ کو لکھیں گے، صبح ۸ سے رات ۹ بجے کے درمیان۔
waitlist-leave = انتظار کی فہرست سے نام نکالیں
waitlist-offer-over = یہ پیشکش ختم ہو گئی۔ آپ کا نام فہرست میں باقی ہے، اگلا خالی وقت آپ کا ہو سکتا ہے۔
waitlist-lede = پیشکشیں خود بخود، اوپر سے نیچے، انہیں جاتی ہیں جو پیغامات پر راضی ہیں۔ باقیوں کو فون کریں۔
waitlist-empty = کوئی وقت کا انتظار نہیں کر رہا
waitlist-empty-next = جب کوئی وقت موزوں نہ ہو تو مریض آپ کے بکنگ صفحے سے نام لکھواتے ہیں۔
waitlist-add = کسی کا نام لکھیں
waitlist-wants = کیا چاہیے
waitlist-since = کب سے
waitlist-state = { $state ->
    [offered] پیشکش ہو چکی
   *[waiting] انتظار میں
}
waitlist-answers-until = { $time } تک جواب
waitlist-take-off = فہرست سے نکالیں
office-waitlist = کون خالی وقت کے انتظار میں ہے
