# When practitioners work.
hours-title = اوقات
hours-of = { $name } کے اوقات
hours-nobody = ابھی کسی سے وقت نہیں لیا جا سکتا
hours-nobody-next = عملے کے صفحے پر ڈاکٹر کو بلائیں؛ ان کا کیلنڈر ساتھ آتا ہے۔
hours-none = کوئی اوقات نہیں: کوئی بُک نہیں کر سکتا
hours-week = ہفتہ
hours-only-for = صرف { $service } کے لیے
hours-since = { $day } سے
hours-before = { $day } تک
hours-weekday = { $count ->
    [1] پیر
    [2] منگل
    [3] بدھ
    [4] جمعرات
    [5] جمعہ
    [6] ہفتہ
   *[7] اتوار
}
hours-set = کسی دن سے نیا ہفتہ
hours-set-hint = دن کے دو حصے: ان کے درمیان کا وقت وقفہ ہے۔ خالی دن چھٹی کا دن ہے۔
hours-from = کب سے
hours-from-wrong = دو سال کے اندر کا کوئی دن لکھیں
hours-where = کہاں
hours-anywhere = جہاں بھی کلینک کام کرتا ہے
hours-for = کس کے لیے
hours-every-service = ہر خدمت
hours-row-wrong = کب سے اور کب تک لکھیں، بعد کا وقت دوسرا؛ دوسرا حصہ پہلے کے بعد
hours-save = ہفتہ محفوظ کریں
hours-exceptions = تعطیلات، چھٹیاں، اضافی اوقات
hours-no-exceptions = آگے کوئی نہیں
hours-except-all = سب کے لیے
hours-except-one = اس معالج کے لیے
hours-except-hint = بند اوقات میں جو بُک ہے وہ رہتا ہے اور فہرست میں آتا ہے، تاکہ کوئی فون کر سکے۔
hours-first = پہلا دن
hours-last = آخری دن
hours-last-hint = خالی: صرف وہی دن
hours-last-wrong = پہلے دن کے بعد کا دن لکھیں، ایک سال کے اندر
hours-day-wrong = کوئی دن لکھیں
hours-opens = کب سے
hours-opens-again = دوبارہ کب سے
hours-opens-hint = خالی: پورا دن
hours-closes = کب تک
hours-time-wrong = وقت لکھیں، مثلاً 09:30
hours-kind = اُس وقت کیا؟
hours-closed = بند
hours-open-besides = اضافی کھلا
hours-note = نوٹ
hours-note-hint = صرف عملے کے لیے
hours-except = محفوظ کریں
hours-take-back = واپس لیں
hours-when = کب
hours-whole-day = پورا دن
hours-whose = کس کے لیے
hours-everybody = سب
hours-outside = { $count ->
    [one] { $count } بُک ملاقات اوقات سے باہر ہے
   *[other] { $count } بُک ملاقاتیں اوقات سے باہر ہیں
}
hours-outside-next = کسی کو نہیں بتایا گیا۔ انہیں بدلیں یا ان مریضوں کو فون کریں۔
