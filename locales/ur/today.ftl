# استقبالیہ پر آج کی فہرست
today-title = آج
today-welcome = آپ کا کلینک کھل گیا ہے۔ مریض اس کے عوامی صفحے پر وقت بُک کرتے ہیں؛ انہیں یہ پتہ دیں:
today-previous = پچھلا دن
today-next = اگلا دن
today-go-today = آج
today-new-booking = نئی بکنگ
today-board = انتظار گاہ کا بورڈ
today-call-next = { $practitioner } کے لیے اگلا مریض بلائیں
today-call-next-own = میرا اگلا مریض بلائیں
today-with = کس کے ساتھ
today-all = سب
today-find = نام سے ڈھونڈیں
today-none-found = اس فہرست میں اس نام کا کوئی نہیں۔
today-caption = اس دن کی ملاقاتیں
today-col-time = وقت
today-col-patient = مریض
today-col-state = حالت
today-col-token = ٹوکن
today-col-for = کس لیے
today-col-with = معالج
today-col-actions = کام
today-empty = اس دن کسی کا وقت بُک نہیں
today-empty-next = جب مریض وقت بُک کریں گے تو باری کی ترتیب سے یہاں نظر آئیں گے۔
today-empty-page = اس دن میں مزید کچھ نہیں
today-state-booked = بُک شدہ
today-state-confirmed = تصدیق شدہ
today-state-arrived = پہنچ گئے
today-state-called = بلائے گئے
today-state-done = مکمل
today-state-cancelled = منسوخ
today-state-noshow = نہیں آئے
today-act-arrive = پہنچ گئے
today-act-undo-arrive = یہاں نہیں
today-act-call = بلائیں
today-act-visit = معائنہ کھولیں
today-act-call-again = دوبارہ بلائیں
today-act-done = مکمل
today-act-no-show = نہیں آئے
today-act-undo-no-show = واپس لیں
today-act-bill = بل
today-undo = واپس لیں
today-did-arrive = { $name } پہنچ گئے: ٹوکن { $number }۔
today-did-undo-arrive = { $name } کی آمد واپس لے لی گئی۔
today-did-call = { $name } کو بلایا گیا: ٹوکن { $number }۔
today-did-done = { $name } کی ملاقات مکمل ہوئی۔
today-did-no-show = { $name } نہیں آئے۔
today-did-undo-no-show = { $name } کا دوبارہ انتظار ہے۔
today-more = بعد کی ملاقاتیں
today-before = پہلے کی ملاقاتیں
today-told-kind = { $kind ->
    [offer] پیشکش
    [confirmation] تصدیق
    [moved] نیا وقت
   *[cancelled] منسوخی
}
today-told-state = { $state ->
    [queued] بھیجے جانے کے انتظار میں
    [sending] بھیجا جا رہا ہے
    [sent] بھیج دیا گیا
    [refused] نہیں بھیجا گیا
   *[failed] نہیں بھیجا گیا
}
today-told-why = { $reason ->
    [no_consent] مریض نے پیغامات کی اجازت نہیں دی
    [stopped] مریض نے STOP لکھا
    [too_many] ایک دن میں بہت زیادہ
    [no_number] کوئی نمبر معلوم نہیں
    [no_longer_true] بات اب درست نہیں رہی تھی
    [carrier_refused] نمبر نے پیغام قبول نہیں کیا
   *[gave_up] ہم نے دیر تک کوشش کی اور چھوڑ دیا
}
today-state-asked = درخواست ہے
today-walk-in = بغیر وقت آمد
today-walked-in = بغیر وقت
today-did-walk-in = { $name } انتظار گاہ میں ہیں: ٹوکن { $number }۔
today-state-late = دیر ہو گئی
