// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "app/commands/options.h"
#include "app/commands/values.h"
#include "app/console.h"
#include "app/progress_display.h"
#include "app/result_table.h"
#include "app/stop_signal.h"
#include "core/report/writers.h"
#include "core/run/pipeline.h"

namespace pwb::app {
namespace {

struct BuildArguments {
    run::RunPlan plan;
    bool json = false, quiet = false;
};

void printEngines(const std::vector<result::EngineResult>& engines, bool json) {
    if (!json) {
        std::fputs(engineTable(engines).c_str(), stdout);
        return;
    }
    result::RunResult document;
    document.engines = engines;
    for (result::EngineResult& engine : document.engines)
        if (engine.state == result::EngineState::Built) engine.state = result::EngineState::Ready;
    const auto written = nlohmann::ordered_json::parse(report::writeJson(document, words()));
    std::printf("%s\n", written["engines"].dump(1).c_str());
}

int build(const BuildArguments& arguments) {
    run::RunPlan plan = arguments.plan;
    if (plan.runFolder.empty()) plan.runFolder = run::RunPlan::freshFolder("runs", plan.model);
    StopSignal stop;
    ProgressDisplay display(arguments.quiet);
    const auto engines = run::buildEngines(plan, display.observer(), stop.token());
    display.finish();
    if (!engines) return fail(engines.error());
    printEngines(*engines, arguments.json);
    int code = kDone;
    for (const result::EngineResult& engine : *engines) {
        if (engine.built)
            for (const base::Message& warning : engine.built->warnings)
                note(engine.id.key() + ": " + words().text(warning));
        if (engine.error) code = fail(*engine.error);
    }
    return code;
}

}  // namespace

void addBuild(CommandLine& line) {
    auto arguments = std::make_shared<BuildArguments>();
    run::RunPlan& plan = arguments->plan;
    Command command = line.add("build", "only build engines");
    addModelArgument(command, plan);
    const Flag one = command.add(
        "--precision", "build only this: fp32, fp16 or int8", "P",
        [&plan](const std::string& text) { plan.precisions = precisionList("--precision", text); });
    command.addSwitch("--all", "build all three (the default)").excludes(one);
    addDataFlags(command, plan);
    addCalibrationFlags(command, plan);
    addInt8Flags(command, plan);
    addTargetFlag(command, plan);
    addPreprocessFlags(command, plan);
    addTaskFlags(command, plan);
    addEngineFlags(command, plan);
    command.addSwitch("--json", "print the engines as in report.json", arguments->json);
    command.addSwitch("--quiet", "no progress", arguments->quiet);
    command.footer(
        "INT8 needs --calibration or --data. Exit code 4: an engine failed; the others are built.");
    command.onChosen([arguments] { return build(*arguments); });
}

}  // namespace pwb::app
