-- Why: the clinic's money. An issued invoice keeps its lines; a payment is never edited. Step: expand.
create table invoice (
  clinic_id      uuid        not null,
  invoice_id     uuid        not null,
  number         bigint      not null,
  patient_id     uuid        not null,
  appointment_id uuid,
  currency       text        not null constraint invoice_currency_shape check (currency ~ '^[A-Z]{3}$'),
  total_minor    bigint      not null constraint invoice_total_range check (total_minor >= 0),
  status         text        not null constraint invoice_status check (status in ('issued', 'balanced', 'cancelled')),
  issued_at      timestamptz not null,
  constraint invoice_pkey primary key (clinic_id, invoice_id),
  constraint invoice_number_key unique (clinic_id, number),
  constraint invoice_appointment_key unique (clinic_id, appointment_id),
  constraint invoice_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id),
  constraint invoice_appointment foreign key (clinic_id, appointment_id) references appointment (clinic_id, appointment_id)
);
comment on column invoice.status is 'FHIR R4 Invoice.status; balanced means paid in full';
create index invoice_unpaid on invoice (clinic_id, number) where status = 'issued';
create index invoice_of_patient on invoice (clinic_id, patient_id, issued_at);
select wall('invoice');
grant select, insert, update (status) on invoice to wellkept_app;

create table invoice_line (
  clinic_id   uuid    not null,
  invoice_id  uuid    not null,
  line        integer not null,
  description text    not null,
  quantity    integer not null constraint invoice_line_quantity_range check (quantity between 1 and 10000),
  unit_minor  bigint  not null,
  total_minor bigint  not null,
  constraint invoice_line_pkey primary key (clinic_id, invoice_id, line),
  constraint invoice_line_sum check (total_minor = quantity * unit_minor),
  constraint invoice_line_invoice foreign key (clinic_id, invoice_id) references invoice (clinic_id, invoice_id)
);
select wall('invoice_line');
grant select, insert on invoice_line to wellkept_app;

create table payment (
  clinic_id      uuid        not null,
  payment_id     uuid        not null,
  invoice_id     uuid        not null,
  receipt_number bigint      not null,
  method         text        not null constraint payment_method check (method in ('cash')),
  amount_minor   bigint      not null constraint payment_amount_range check (amount_minor > 0),
  taken_at       timestamptz not null,
  taken_by       uuid        not null,
  constraint payment_pkey primary key (clinic_id, payment_id),
  constraint payment_receipt_number_key unique (clinic_id, receipt_number),
  constraint payment_once unique (clinic_id, invoice_id),
  constraint payment_invoice foreign key (clinic_id, invoice_id) references invoice (clinic_id, invoice_id)
);
create index payment_day on payment (clinic_id, taken_at);
select wall('payment');
grant select, insert on payment to wellkept_app;
