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

struct Arguments {
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

int build(const Arguments& arguments) {
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

void addBuild(CLI::App& root, Action& action) {
    auto arguments = std::make_shared<Arguments>();
    run::RunPlan& plan = arguments->plan;
    CLI::App* command = root.add_subcommand("build", "only build engines");
    addModelArgument(*command, plan);
    CLI::Option* one = command->add_option_function<std::string>(
        "--precision",
        [&plan](const std::string& text) { plan.precisions = precisionList("--precision", text); },
        "build only this: fp32, fp16 or int8");
    one->type_name("P");
    command->add_flag("--all")->description("build all three (the default)")->excludes(one);
    addDataFlags(*command, plan);
    addCalibrationFlags(*command, plan);
    addInt8Flags(*command, plan);
    addTargetFlag(*command, plan);
    addPreprocessFlags(*command, plan);
    addTaskFlags(*command, plan);
    addEngineFlags(*command, plan);
    command->add_flag("--json", arguments->json, "print the engines as in report.json");
    command->add_flag("--quiet", arguments->quiet, "no progress");
    command->footer(
        "INT8 needs --calibration or --data. Exit code 4: an engine failed; the others are built.");
    command->callback([arguments, &action] { action = [arguments] { return build(*arguments); }; });
}

}  // namespace pwb::app
