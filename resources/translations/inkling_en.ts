<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>CheckRow</name>
    <message numerus="yes">
        <source>Compared with %n epoch(s) trained just now.</source>
        <translation>
            <numerusform>Compared with %n epoch trained just now.</numerusform>
            <numerusform>Compared with %n epochs trained just now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CleanUpDialog</name>
    <message numerus="yes">
        <source>%n run(s) would be deleted entirely.</source>
        <translation>
            <numerusform>%n run would be deleted entirely.</numerusform>
            <numerusform>%n runs would be deleted entirely.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComparisonNames</name>
    <message numerus="yes">
        <source>%n seed(s)</source>
        <translation>
            <numerusform>%n seed</numerusform>
            <numerusform>%n seeds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComparisonPanel</name>
    <message numerus="yes">
        <source>Finish %n run(s)</source>
        <translation>
            <numerusform>Finish %n run</numerusform>
            <numerusform>Finish %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The verdict comes when all %n seed(s) are trained: after the first it would be about single networks, not about their settings.</source>
        <translation>
            <numerusform>The verdict comes when all %n seed is trained: after the first it would be about single networks, not about their settings.</numerusform>
            <numerusform>The verdict comes when all %n seeds are trained: after the first it would be about single networks, not about their settings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were deleted or never started</source>
        <translation>
            <numerusform>%n run that was deleted or never started</numerusform>
            <numerusform>%n runs that were deleted or never started</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were stopped or interrupted</source>
        <translation>
            <numerusform>%n run that was stopped or interrupted</numerusform>
            <numerusform>%n runs that were stopped or interrupted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that failed</source>
        <translation>
            <numerusform>%n run that failed</numerusform>
            <numerusform>%n runs that failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were changed by hand while they trained</source>
        <translation>
            <numerusform>%n run that was changed by hand while it trained</numerusform>
            <numerusform>%n runs that were changed by hand while they trained</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were trained for more epochs than the others</source>
        <translation>
            <numerusform>%n run that was trained for more epochs than the others</numerusform>
            <numerusform>%n runs that were trained for more epochs than the others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that cannot be read</source>
        <translation>
            <numerusform>%n run that cannot be read</numerusform>
            <numerusform>%n runs that cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete its %n run(s), too</source>
        <translation>
            <numerusform>Delete its %n run, too</numerusform>
            <numerusform>Delete its %n runs, too</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExperimentDialog</name>
    <message numerus="yes">
        <source>All are trained for %n epoch(s) on {examples} examples, as set in the form.</source>
        <translation>
            <numerusform>All are trained for %n epoch on {examples} examples, as set in the form.</numerusform>
            <numerusform>All are trained for %n epochs on {examples} examples, as set in the form.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The form fits a line, so the defaults for digits apply: all are trained for %n epoch(s) on {examples} examples.</source>
        <translation>
            <numerusform>The form fits a line, so the defaults for digits apply: all are trained for %n epoch on {examples} examples.</numerusform>
            <numerusform>The form fits a line, so the defaults for digits apply: all are trained for %n epochs on {examples} examples.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) in all</source>
        <translation>
            <numerusform>%n run in all</numerusform>
            <numerusform>%n runs in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) to choose the rates</source>
        <translation>
            <numerusform>%n run to choose the rates</numerusform>
            <numerusform>%n runs to choose the rates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) to compare</source>
        <translation>
            <numerusform>%n run to compare</numerusform>
            <numerusform>%n runs to compare</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HandwritingDialog</name>
    <message numerus="yes">
        <source>%n drawing(s)</source>
        <translation>
            <numerusform>%n drawing</numerusform>
            <numerusform>%n drawings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message numerus="yes">
        <source>%n run(s) diverged and count as guesses.</source>
        <translation>
            <numerusform>%n run diverged and counts as guesses.</numerusform>
            <numerusform>%n runs diverged and count as guesses.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlotKey</name>
    <message numerus="yes">
        <source>not drawn: %n run(s) with cross-entropy; select one</source>
        <translation>
            <numerusform>not drawn: %n run with cross-entropy; select it</numerusform>
            <numerusform>not drawn: %n runs with cross-entropy; select one</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not drawn: %n run(s) with squared error; select one</source>
        <translation>
            <numerusform>not drawn: %n run with squared error; select it</numerusform>
            <numerusform>not drawn: %n runs with squared error; select one</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message numerus="yes">
        <source>Delete %n run(s)? Their folders are moved to the bin.</source>
        <translation>
            <numerusform>Delete %n run? Its folder is moved to the bin.</numerusform>
            <numerusform>Delete %n runs? Their folders are moved to the bin.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s)? They are not kept anywhere else.</source>
        <translation>
            <numerusform>Delete %n run? It is not kept anywhere else.</numerusform>
            <numerusform>Delete %n runs? They are not kept anywhere else.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>These %n run(s) cannot be moved to the bin. Delete them permanently?</source>
        <translation>
            <numerusform>This %n run cannot be moved to the bin. Delete it permanently?</numerusform>
            <numerusform>These %n runs cannot be moved to the bin. Delete them permanently?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunController</name>
    <message numerus="yes">
        <source>waiting: %n run(s) train at once</source>
        <translation>
            <numerusform>waiting: %n run trains at a time</numerusform>
            <numerusform>waiting: %n runs train at once</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchMap</name>
    <message numerus="yes">
        <source>Trial {number}: {values}; {state}, %n epoch(s)</source>
        <translation>
            <numerusform>Trial {number}: {values}; {state}, %n epoch</numerusform>
            <numerusform>Trial {number}: {values}; {state}, %n epochs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message numerus="yes">
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n trial</numerusform>
            <numerusform>%n trials</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message numerus="yes">
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n trial</numerusform>
            <numerusform>%n trials</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pruned</source>
        <translation>
            <numerusform>%n pruned</numerusform>
            <numerusform>%n pruned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diverged</source>
        <translation>
            <numerusform>%n diverged</numerusform>
            <numerusform>%n diverged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The winner meets the default settings once more, with %n fresh seed(s); the verdict is below.</source>
        <translation>
            <numerusform>The winner meets the default settings once more, with %n fresh seed; the verdict is below.</numerusform>
            <numerusform>The winner meets the default settings once more, with %n fresh seeds; the verdict is below.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the %n run(s) of its trials, too</source>
        <translation>
            <numerusform>Delete the %n run of its trials, too</numerusform>
            <numerusform>Delete the %n runs of its trials, too</numerusform>
        </translation>
    </message>
</context>
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
<context>
    <name>TuningView</name>
    <message numerus="yes">
        <source>Each network tries the same {count} learning rates, with one seed. With the best of them it is compared with the others, with %n fresh seed(s).</source>
        <translation>
            <numerusform>Each network tries the same {count} learning rates, with one seed. With the best of them it is compared with the others, with %n fresh seed.</numerusform>
            <numerusform>Each network tries the same {count} learning rates, with one seed. With the best of them it is compared with the others, with %n fresh seeds.</numerusform>
        </translation>
    </message>
</context>
</TS>
