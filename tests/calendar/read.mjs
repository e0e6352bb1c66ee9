// Reads a calendar as Thunderbird does (ical.js), for the stories.
//   node read.mjs < calendar.ics
// Prints one line of JSON: the calendar's name and how often it is read, and of each entry what its reader understood.

import ICAL from 'ical.js'

let text = ''
for await (const part of process.stdin.setEncoding('utf8')) text += part
const calendar = new ICAL.Component(ICAL.parse(text))
const value = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null
const entries = calendar.getAllSubcomponents('vevent').map((entry) => ({
  uid: value(entry, 'uid'),
  stamp: entry.getFirstPropertyValue('dtstamp').toJSDate().toISOString(),
  starts: entry.getFirstPropertyValue('dtstart').toJSDate().toISOString(),
  ends: entry.getFirstPropertyValue('dtend').toJSDate().toISOString(),
  sequence: entry.getFirstPropertyValue('sequence'),
  status: value(entry, 'status'),
  summary: value(entry, 'summary'),
  location: value(entry, 'location'),
  description: value(entry, 'description'),
  url: value(entry, 'url'),
  alarms: entry.getAllSubcomponents('valarm').map((alarm) => value(alarm, 'trigger')),
  properties: entry.getAllProperties().map((property) => property.name),
}))
console.log(JSON.stringify({ name: value(calendar, 'name'), every: value(calendar, 'refresh-interval'), entries }))
