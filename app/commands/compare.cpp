// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/commands/commands.h"
#include "app/commands/options.h"
#include "app/console.h"
#include "app/progress_display.h"
#include "app/result_table.h"
#include "app/stop_signal.h"
#include "core/report/facts.h"
#include "core/report/writers.h"
#include "core/result/baseline_doubt.h"
#include "core/result/verdict.h"
#include "core/run/pipeline.h"

namespace pwb::app {
namespace {

struct CompareArguments {
    run::RunPlan plan;
    bool resume = false, json = false, quiet = false;
};

// A failed engine outweighs a missed requirement: the comparison is then incomplete. Nobody asked for a
// reference.
int exitCode(const result::RunResult& document) {
    const auto& engines = document.engines;
    const bool failed = std::any_of(engines.begin(), engines.end(), [](const auto& engine) {
        return engine.state == result::EngineState::Failed && !engine.isReference();
    });
    if (failed) return kEngineFailure;
    const bool missed = document.decision && document.decision->verdict == decide::Verdict::Closest;
    return missed ? kRequirementMissed : kDone;
}

void printResult(const result::RunResult& document, const CompareArguments& arguments) {
    if (arguments.json) {
        std::fputs(report::writeJson(document, words()).c_str(), stdout);
        return;
    }
    std::fputs(resultTable(document).c_str(), stdout);
    std::printf("\nreport: %s\n", report::reportFile(document.runFolder, report::Format::Html).c_str());
    if (document.decision) std::printf("%s\n", result::verdictText(*document.decision, words()).c_str());
}

void sayWarnings(const result::RunResult& document, bool quiet) {
    if (!quiet)
        for (const std::string& warning : report::allWarnings(document, words())) note("warning: " + warning);
    for (const result::EngineResult& engine : document.engines)
        if (engine.state == result::EngineState::Failed && engine.error)
            note("pwb: " + engine.id.key() + " failed: " + words().text(*engine.error));
}

/// Warns as soon as FP32's answers are there, minutes before the end.
auto doubtTeller() {
    return [said = false](const std::shared_ptr<const result::RunResult>& document) mutable {
        const decide::BaselineDoubt doubt = result::baselineDoubt(*document);
        if (said || doubt.doubt == decide::Doubt::None) return;
        said = true;
        note("warning: " + words().text(decide::doubtText(doubt)));
    };
}

int compare(const CompareArguments& arguments) {
    run::RunPlan plan = arguments.plan;
    if (plan.runFolder.empty()) plan.runFolder = run::RunPlan::freshFolder("runs", plan.model);
    plan.language = language();
    StopSignal stop;
    ProgressDisplay display(arguments.quiet);
    run::Observer observer = display.observer();
    if (!arguments.quiet) observer.snapshot = doubtTeller();
    const auto document = run::execute(plan, arguments.resume, observer, stop.token());
    display.finish();
    if (!document) {
        const int code = fail(document.error());
        if (code == kCancelled)
            note("pwb: what was finished is kept in " + plan.runFolder.string() +
                 "; the same command with --out " + plan.runFolder.string() +
                 " --resume goes on from there.");
        return code;
    }
    sayWarnings(**document, arguments.quiet);
    printResult(**document, arguments);
    return exitCode(**document);
}

}  // namespace

void addCompare(CommandLine& line) {
    auto arguments = std::make_shared<CompareArguments>();
    Command command =
        line.add("compare", "build, evaluate, measure and compare FP32, FP16 and INT8, and decide");
    addModelArgument(command, arguments->plan);
    addDataFlags(command, arguments->plan);
    command.flag("--data").required();
    addPrecisionsFlag(command, arguments->plan);
    addCalibrationFlags(command, arguments->plan);
    addInt8Flags(command, arguments->plan);
    addPreprocessFlags(command, arguments->plan);
    addTaskFlags(command, arguments->plan);
    addEngineFlags(command, arguments->plan);
    addMeasureFlags(command, arguments->plan);
    addRequirementFlags(command, arguments->plan.requirements);
    command.addSwitch("--resume", "go on with the run in --out that was interrupted", arguments->resume)
        .needs(command.flag("--out"));
    command.addSwitch("--json", "print report.json instead of the table", arguments->json);
    command.addSwitch("--quiet", "no progress", arguments->quiet);
    command.footer(
        "The last line is the verdict. Exit code 1: requirements were given and no precision meets them all; "
        "4: an engine failed (the report is written all the same, for those that work); 130: cancelled, "
        "--resume goes on.");
    command.onChosen([arguments] { return compare(*arguments); });
}

}  // namespace pwb::app
