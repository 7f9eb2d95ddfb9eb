<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlertWords</name>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>%n new line</numerusform>
            <numerusform>%n new lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message numerus="yes">
        <source>In use, %n older kept</source>
        <translation>
            <numerusform>In use, %n older one kept</numerusform>
            <numerusform>In use, %n older ones kept</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupWords</name>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Target: every %n hours.</source>
        <translation>
            <numerusform>Target: every hour.</numerusform>
            <numerusform>Target: every %n hours.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What happens after a backup is kept with the backups %n seconds later</source>
        <translation>
            <numerusform>What happens after a backup is kept with the backups a second later</numerusform>
            <numerusform>What happens after a backup is kept with the backups %n seconds later</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClinicsWords</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n person(s) waiting</source>
        <translation>
            <numerusform>%n person waiting</numerusform>
            <numerusform>%n people waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) ahead</source>
        <translation>
            <numerusform>%n person ahead</numerusform>
            <numerusform>%n people ahead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) before you</source>
        <translation>
            <numerusform>%n person before you</numerusform>
            <numerusform>%n people before you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pending action(s)</source>
        <translation>
            <numerusform>%n pending action</numerusform>
            <numerusform>%n pending actions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n action(s) not sent</source>
        <translation>
            <numerusform>%n action not sent</numerusform>
            <numerusform>%n actions not sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n alert</numerusform>
            <numerusform>%n alerts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes in a narrow column</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) today</source>
        <translation>
            <numerusform>%n ticket today</numerusform>
            <numerusform>%n tickets today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clinic(s)</source>
        <translation>
            <numerusform>%n clinic</numerusform>
            <numerusform>%n clinics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clinic(s) left</source>
        <translation>
            <numerusform>%n clinic left</numerusform>
            <numerusform>%n clinics left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) are removed</source>
        <translation>
            <numerusform>%n record is removed</numerusform>
            <numerusform>%n records are removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) left</source>
        <translation>
            <numerusform>%n attempt left</numerusform>
            <numerusform>%n attempts left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FigureWords</name>
    <message numerus="yes">
        <source>%n measurement(s)</source>
        <translation>
            <numerusform>%n measurement</numerusform>
            <numerusform>%n measurements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstRunWords</name>
    <message numerus="yes">
        <source>%n action(s) wait for the server this PC worked with. They can follow it to another address; for everything else, sign in first and let them be sent.</source>
        <translation>
            <numerusform>One action waits for the server this PC worked with. It can follow it to another address; for everything else, sign in first and let it be sent.</numerusform>
            <numerusform>%n actions wait for the server this PC worked with. They can follow it to another address; for everything else, sign in first and let them be sent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IntakeWords</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) with a fault.</source>
        <translation>
            <numerusform>%n line with a fault.</numerusform>
            <numerusform>%n lines with a fault.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add the %n without a fault</source>
        <translation>
            <numerusform>Add the one without a fault</numerusform>
            <numerusform>Add the %n without a fault</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add all %n</source>
        <translation>
            <numerusform>Add this person</numerusform>
            <numerusform>Add all %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>First passwords of %n person(s)</source>
        <translation>
            <numerusform>First password of one person</numerusform>
            <numerusform>First passwords of %n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) with a fault were left out. Mend them and choose the file again.</source>
        <translation>
            <numerusform>%n line with a fault was left out. Mend it and choose the file again.</numerusform>
            <numerusform>%n lines with a fault were left out. Mend them and choose the file again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KioskWords</name>
    <message numerus="yes">
        <source>Back to the start in %n second(s)</source>
        <translation>
            <numerusform>Back to the start in %n second</numerusform>
            <numerusform>Back to the start in %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageWords</name>
    <message numerus="yes">
        <source>%n check(s) need attention.</source>
        <translation>
            <numerusform>%n check needs attention.</numerusform>
            <numerusform>%n checks need attention.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Checked %n second(s) ago</source>
        <translation>
            <numerusform>Checked %n second ago</numerusform>
            <numerusform>Checked %n seconds ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestoreWords</name>
    <message numerus="yes">
        <source>%n fewer</source>
        <translation>
            <numerusform>%n fewer</numerusform>
            <numerusform>%n fewer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n users</source>
        <translation>
            <numerusform>%n user</numerusform>
            <numerusform>%n users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n areas as then</source>
        <translation>
            <numerusform>%n area as then</numerusform>
            <numerusform>%n areas as then</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n actions came after that moment.</source>
        <translation>
            <numerusform>%n action came after that moment.</numerusform>
            <numerusform>%n actions came after that moment.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them are held by the desks and come back by themselves.</source>
        <translation>
            <numerusform>%n of them is held by the desks and comes back by itself.</numerusform>
            <numerusform>%n of them are held by the desks and come back by themselves.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>desks bring back %n actions</source>
        <translation>
            <numerusform>desks bring back %n action</numerusform>
            <numerusform>desks bring back %n actions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsWords</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TicketWords</name>
    <message numerus="yes">
        <source>Announced a moment ago. Again in %n second(s).</source>
        <translation>
            <numerusform>Announced a moment ago. Again in %n second.</numerusform>
            <numerusform>Announced a moment ago. Again in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give the person time to come: %n second(s) more.</source>
        <translation>
            <numerusform>Give the person time to come: %n second more.</numerusform>
            <numerusform>Give the person time to come: %n seconds more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Returned to the queue %n time(s) already; that is the most allowed.</source>
        <translation>
            <numerusform>Returned to the queue %n time already; that is the most allowed.</numerusform>
            <numerusform>Returned to the queue %n times already; that is the most allowed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <comment>rows that wait to be shown</comment>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UserWords</name>
    <message numerus="yes">
        <source>%n session(s) now.</source>
        <translation>
            <numerusform>%n session now.</numerusform>
            <numerusform>%n sessions now.</numerusform>
        </translation>
    </message>
</context>
</TS>
