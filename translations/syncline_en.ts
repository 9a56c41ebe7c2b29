<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>syncline::ConnectionCheckView</name>
        <message numerus="yes">
            <source>%n step(s) failed</source>
            <translation>
                <numerusform>%n step failed</numerusform>
                <numerusform>%n steps failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s)</source>
            <translation>
                <numerusform>%n warning</numerusform>
                <numerusform>%n warnings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::CustomersPanel</name>
        <message numerus="yes">
            <source>%1 order(s)</source>
            <translation>
                <numerusform>%1 order</numerusform>
                <numerusform>%1 orders</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n customer(s) chosen: %1</source>
            <translation>
                <numerusform>%n customer chosen: %1</numerusform>
                <numerusform>%n customers chosen: %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::FailedRowActions</name>
        <message numerus="yes">
            <source>Retry %n selected order(s)</source>
            <translation>
                <numerusform>Retry %n selected order</numerusform>
                <numerusform>Retry %n selected orders</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::FindingsPanel</name>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n problem</numerusform>
                <numerusform>%n problems</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s)</source>
            <translation>
                <numerusform>%n warning</numerusform>
                <numerusform>%n warnings</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n remark(s)</source>
            <translation>
                <numerusform>%n remark</numerusform>
                <numerusform>%n remarks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::FlightDialog</name>
        <message numerus="yes">
            <source>%1 order(s) would be sent to %2</source>
            <translation>
                <numerusform>%1 order would be sent to %2</numerusform>
                <numerusform>%1 orders would be sent to %2</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::Format</name>
        <message numerus="yes">
            <source>%n minute(s) ago</source>
            <translation>
                <numerusform>%n minute ago</numerusform>
                <numerusform>%n minutes ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s) ago</source>
            <translation>
                <numerusform>%n hour ago</numerusform>
                <numerusform>%n hours ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) ago</source>
            <translation>
                <numerusform>%n day ago</numerusform>
                <numerusform>%n days ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::MainWindow</name>
        <message numerus="yes">
            <source>%n more sync(s) wait behind it.</source>
            <translation>
                <numerusform>%n more sync waits behind it.</numerusform>
                <numerusform>%n more syncs wait behind it.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::MarkdownDocument</name>
        <message numerus="yes">
            <source>%n more row(s): see the tables of this sync.</source>
            <translation>
                <numerusform>%n more row: see the tables of this sync.</numerusform>
                <numerusform>%n more rows: see the tables of this sync.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::OverviewPage</name>
        <message numerus="yes">
            <source>%1 order(s) wait to be sent</source>
            <translation>
                <numerusform>%1 order waits to be sent</numerusform>
                <numerusform>%1 orders wait to be sent</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::PlanView</name>
        <message numerus="yes">
            <source>%1 order(s) would be sent</source>
            <translation>
                <numerusform>%1 order would be sent</numerusform>
                <numerusform>%1 orders would be sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) are on the board already as they are: nothing to send.</source>
            <translation>
                <numerusform>%n order is on the board already as it is: nothing to send.</numerusform>
                <numerusform>%n orders are on the board already as they are: nothing to send.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) are cancelled: the quantities of their subitems become zero, the items stay.</source>
            <translation>
                <numerusform>%n order is cancelled: the quantities of its subitems become zero, the item stays.</numerusform>
                <numerusform>%n orders are cancelled: the quantities of their subitems become zero, the items stay.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) of the board are updated.</source>
            <translation>
                <numerusform>%n item of the board is updated.</numerusform>
                <numerusform>%n items of the board are updated.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) are cancelled: their items are archived.</source>
            <translation>
                <numerusform>%n order is cancelled: its item is archived.</numerusform>
                <numerusform>%n orders are cancelled: their items are archived.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) are cancelled: they are sent like any other.</source>
            <translation>
                <numerusform>%n order is cancelled: it is sent like any other.</numerusform>
                <numerusform>%n orders are cancelled: they are sent like any other.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::RefreshDialog</name>
        <message numerus="yes">
            <source>&amp;Write %n order(s)</source>
            <translation>
                <numerusform>&amp;Write %n order</numerusform>
                <numerusform>&amp;Write %n orders</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 row(s)  ·  %2  ·  %3</source>
            <translation>
                <numerusform>%1 row  ·  %2  ·  %3</numerusform>
                <numerusform>%1 rows  ·  %2  ·  %3</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s)</source>
            <translation>
                <numerusform>%n line</numerusform>
                <numerusform>%n lines</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s)</source>
            <translation>
                <numerusform>%n order</numerusform>
                <numerusform>%n orders</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::RefusalList</name>
        <message numerus="yes">
            <source>%1 order(s)  ·  %2  ·  %3</source>
            <translation>
                <numerusform>%1 order  ·  %2  ·  %3</numerusform>
                <numerusform>%1 orders  ·  %2  ·  %3</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::ReportViewer</name>
        <message numerus="yes">
            <source>%1 hit(s)</source>
            <translation>
                <numerusform>%1 hit</numerusform>
                <numerusform>%1 hits</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 line(s)</source>
            <translation>
                <numerusform>%1 line</numerusform>
                <numerusform>%1 lines</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::RunView</name>
        <message numerus="yes">
            <source>%n order(s) were not sent and still wait</source>
            <translation>
                <numerusform>%n order was not sent and still waits</numerusform>
                <numerusform>%n orders were not sent and still wait</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) of failed orders still wait</source>
            <translation>
                <numerusform>%n line of failed orders still waits</numerusform>
                <numerusform>%n lines of failed orders still wait</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n batch(es)</source>
            <translation>
                <numerusform>%n batch</numerusform>
                <numerusform>%n batches</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>syncline::SyncController</name>
        <message numerus="yes">
            <source>%n order(s) were brought in from the source</source>
            <translation>
                <numerusform>%n order was brought in from the source</numerusform>
                <numerusform>%n orders were brought in from the source</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) whose item is gone from the board wait again and get new items.</source>
            <translation>
                <numerusform>%n order whose item is gone from the board waits again and gets a new item.</numerusform>
                <numerusform>%n orders whose items are gone from the board wait again and get new items.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) whose item is gone from the board are kept out of every sync.</source>
            <translation>
                <numerusform>%n order whose item is gone from the board is kept out of every sync.</numerusform>
                <numerusform>%n orders whose items are gone from the board are kept out of every sync.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) are kept out of every sync</source>
            <translation>
                <numerusform>%n order is kept out of every sync</numerusform>
                <numerusform>%n orders are kept out of every sync</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) wait to be created again</source>
            <translation>
                <numerusform>%n order waits to be created again</numerusform>
                <numerusform>%n orders wait to be created again</numerusform>
            </translation>
        </message>
    </context>
</TS>
