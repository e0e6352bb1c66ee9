# فرضی فون
phone-title = فون
phone-simulation = یہ صرف ایک مشق ہے۔
phone-nothing-leaves = پیغام رسانی کی کوئی سروس نہیں جڑی، اس لیے اس مشین سے کچھ باہر نہیں جاتا۔ یہاں آپ وہی دیکھتے ہیں جو مریض دیکھتے، اور ان کی طرف سے جواب لکھ سکتے ہیں۔
phone-empty = ابھی تک کوئی پیغام نہیں بھیجا گیا
phone-empty-next = اپنے عوامی صفحے پر ملاقات بک کریں، پیغامات کے خانے پر نشان لگائیں، پھر یہاں دیکھیں۔
phone-empty-link = اپنا عوامی صفحہ کھولیں
phone-handset = فون
phone-simulated = فرضی
phone-reply = جواب لکھیں
phone-reply-on = اس مریض کی طرف سے جواب لکھیں، { $channel ->
    [whatsapp] واٹس ایپ
    [sms] ایس ایم ایس
   *[email] ای میل
}
phone-send = بھیجیں
