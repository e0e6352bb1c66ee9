# مریضوں کو بھیجے جانے والے پیغام۔ ہر پیغام میں کلینک کا نام اور روکنے کا طریقہ ہوتا ہے۔
message-confirmation =
    { $clinic }: { $practitioner } کے ساتھ آپ کی ملاقات { $day } کو { $time } بجے طے ہو گئی ہے۔
    تصدیق، تبدیلی یا منسوخی: { $link }
    پیغامات بند کرنے کے لیے جواب میں STOP لکھیں۔
message-moved =
    { $clinic }: { $practitioner } کے ساتھ آپ کی ملاقات اب { $day } کو { $time } بجے ہے۔
    تصدیق، تبدیلی یا منسوخی: { $link }
    پیغامات بند کرنے کے لیے جواب میں STOP لکھیں۔
message-cancelled =
    { $clinic }: { $day } کو { $time } بجے کی آپ کی ملاقات منسوخ ہو گئی ہے۔
    پیغامات بند کرنے کے لیے جواب میں STOP لکھیں۔
message-offer =
    { $clinic }: { $practitioner } کے ساتھ { $day } کو { $time } بجے کا وقت خالی ہے۔ یہ { $until } تک آپ کے لیے رکا ہے۔
    لینے یا نہ لینے کے لیے: { $link }
    پیغامات بند کرنے کے لیے جواب میں STOP لکھیں۔
message-code =
    { $clinic }: آپ کا کوڈ { $code } ہے۔ یہ دس منٹ تک کارآمد ہے۔ ہم فون پر کبھی کوڈ نہیں پوچھتے۔
message-turn-near =
    { $clinic }: آپ کی باری قریب ہے، ٹوکن { $number }۔ { $before ->
        [nobody] اگلی باری آپ کی ہے۔
        [one] آپ سے پہلے ایک شخص ہے۔
       *[more] آپ سے پہلے { $count } لوگ ہیں۔
    }
    اس وقت آپ کی جگہ: { $link }
    پیغامات بند کرنے کے لیے جواب میں STOP لکھیں۔
message-receipt =
    { $clinic }: شکریہ۔ ہمیں { $amount } موصول ہوئے، رسید نمبر { $number }۔
    آپ کی رسید: { $link }
    پیغامات بند کرنے کے لیے جواب میں STOP لکھیں۔

# مریض کے پیغامات کا صفحہ
channel = { $channel ->
    [whatsapp] واٹس ایپ
    [sms] ایس ایم ایس
   *[email] ای میل
}
message-kind = { $kind ->
    [turn_near] باری قریب
    [offer] وقت کی پیشکش
    [confirmation] ملاقات طے ہوئی
    [moved] ملاقات کا وقت بدلا
    [cancelled] ملاقات منسوخ ہوئی
   *[receipt] رسید
}
message-state = { $state ->
    [queued] انتظار میں
    [sending] راستے میں
    [sent] بھیج دیا گیا
    [refused] نہیں بھیجا گیا
   *[failed] ناکام
}
messages-title = { $name } کے ساتھ پیغامات
messages-none = ابھی کچھ نہیں لکھا گیا
messages-none-next = جب ملاقات طے، تبدیل یا منسوخ ہو، یا ادائیگی ہو، اور مریض کی اجازت ہو، تو پیغام یہاں نظر آئے گا۔
messages-when = کب
messages-what = کیا
messages-how-it-went = کیا ہوا
messages-text = متن پڑھیں
messages-patient-wrote = مریض نے { $channel ->
    [whatsapp] واٹس ایپ پر
    [sms] ایس ایم ایس پر
   *[email] ای میل پر
} لکھا
messages-understood = { $understood ->
    [stop] STOP سمجھا گیا: اب کوئی پیغام نہیں
    [start] START سمجھا گیا
   *[other] آپ کے پڑھنے کے لیے
}
messages-waiting = ابھی روانہ ہو گا۔
messages-on-its-way = حوالے کر دیا گیا؛ جواب ابھی نہیں آیا۔
messages-sent = { $date } کو بھیجا گیا۔
messages-sent-simulated = { $date } کو فرضی فون پر دکھایا گیا؛ اس مشین سے کچھ باہر نہیں گیا۔
messages-not-agreed = نہیں بھیجا گیا: مریض نے { $channel ->
    [whatsapp] واٹس ایپ
    [sms] ایس ایم ایس
   *[email] ای میل
} پر پیغامات کی اجازت نہیں دی۔ استقبالیہ پر پوچھیں اور نیچے درج کریں۔
messages-stopped = { $how ->
    [stop_reply] نہیں بھیجا گیا: مریض نے { $date } کو جواب میں STOP لکھا۔
    [desk] نہیں بھیجا گیا: مریض نے { $date } کو استقبالیہ پر پیغامات بند کرنے کو کہا۔
   *[link] نہیں بھیجا گیا: مریض نے { $date } کو پیغامات بند کیے۔
}
messages-too-many = نہیں بھیجا گیا: اس نمبر کو ایک دن میں بہت پیغام جا چکے تھے۔
messages-no-number = نہیں بھیجا گیا: اس مریض کا کوئی نمبر یا پتہ معلوم نہیں۔
messages-no-longer-true = نہیں بھیجا گیا: بھیجنے کے وقت یہ بات درست نہیں رہی تھی۔
messages-carrier-refused = نہیں بھیجا گیا: پیغام رساں نے انکار کر دیا۔
messages-gave-up = نہیں بھیجا گیا: کئی کوششوں کے باوجود پیغام رساں سے رابطہ نہ ہو سکا۔
messages-may-have-left = یہ پہلے ایک بار حوالے کیا جا چکا تھا، اس لیے شاید پہنچ گیا ہو۔
messages-consent = مریض نے کس بات کی اجازت دی
messages-no-contact = اس مریض کا کوئی نمبر یا پتہ معلوم نہیں، اس لیے کوئی پیغام نہیں بھیجا جا سکتا۔ پہلے مریض کے کوائف میں شامل کریں۔
messages-stands = { $state ->
    [given] { $date } کو اجازت دی، { $how ->
        [booking_form] بکنگ فارم پر
        [desk] استقبالیہ پر
        [start_reply] جواب START سے
        [link] لنک سے
       *[demo] نمونے کے لیے
    }
    [withdrawn] { $date } کو بند کیا، { $how ->
        [stop_reply] جواب سے
        [desk] استقبالیہ پر
        [link] لنک سے
       *[demo] نمونے کے لیے
    }
   *[never] کبھی اجازت نہیں دی
}
messages-say-yes = { $channel ->
    [whatsapp] واٹس ایپ
    [sms] ایس ایم ایس
   *[email] ای میل
} کی اجازت درج کریں
messages-say-stop = { $channel ->
    [whatsapp] واٹس ایپ
    [sms] ایس ایم ایس
   *[email] ای میل
} بند کریں
messages-ledger = مریض نے پیغامات کے بارے میں جو کچھ کہا
messages-trail = کس نے کیا دیکھا اور بدلا
