<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>SetupPanel</name>
    <message numerus="yes">
        <source>%Ln parameter(s) to learn</source>
        <translation>
            <numerusform>%Ln parameter to learn</numerusform>
            <numerusform>%Ln parameters to learn</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
</TS>
