// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "app/commands/options.h"
#include "app/commands/values.h"
#include "app/console.h"
#include "app/progress_display.h"
#include "app/stop_signal.h"
#include "core/base/files.h"
#include "core/report/layer_table.h"
#include "core/report/writers.h"
#include "core/run/pipeline.h"

namespace pwb::app {
namespace {

using Document = std::shared_ptr<const result::RunResult>;

struct LayersArguments {
    run::RunPlan plan;  ///< its model is the positional argument, which may be the folder of a run
    bool sensitivity = false, json = false, quiet = false;
    std::filesystem::path csv;
    report::LayerOrder order = report::LayerOrder::Graph;
};

std::string csvCell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

/// RFC 4180, numbers as machines read them.
std::string csvOf(const report::LayerTable& table) {
    std::string text;
    const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            text += (i == 0 ? "" : ",") + csvCell(plainMinus(cells[i]));
        text += "\r\n";
    };
    line(table.head);
    for (const auto& row : table.rows) line(row);
    return text;
}

bool isRun(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

base::Result<Document> openFinished(const LayersArguments& arguments, const run::Observer& observer,
                                    std::stop_token stop) {
    auto document = run::openRun(arguments.plan.model);
    if (!document) return document;
    const auto& layers = (*document)->layers;
    const bool known = layers && !layers->layers.empty() && (!arguments.sensitivity || layers->plainSqnr);
    if (known) return document;
    return run::profileLayers(arguments.plan.model, arguments.sensitivity, observer, std::move(stop));
}

base::Result<Document> profile(const LayersArguments& arguments, const run::Observer& observer,
                               std::stop_token stop) {
    if (isRun(arguments.plan.model)) return openFinished(arguments, observer, std::move(stop));
    run::RunPlan plan = arguments.plan;
    plan.layers = true;
    plan.sensitivity = arguments.sensitivity;
    plan.measure = false;
    if (plan.runFolder.empty()) plan.runFolder = run::RunPlan::freshFolder("runs", plan.model);
    return run::buildAndProfile(plan, arguments.sensitivity, observer, std::move(stop));
}

void print(const LayersArguments& arguments, const result::RunResult& document) {
    if (arguments.json) {
        const auto written = nlohmann::ordered_json::parse(report::writeJson(document, words()));
        std::printf("%s\n", written.value("layers", nlohmann::ordered_json::object()).dump(1).c_str());
        return;
    }
    const report::LayerTable table = report::layerTable(document, words(), arguments.order);
    std::vector<std::vector<std::string>> rows = {table.head};
    rows.insert(rows.end(), table.rows.begin(), table.rows.end());
    for (auto& row : rows)
        for (std::string& cell : row)
            if (cell.empty()) cell = "-";
    std::fputs(plainMinus(alignedTable(rows, table.right)).c_str(), stdout);
    for (const base::Message& message : document.layers->notes) note(plainMinus(words().text(message)));
}

int layers(const LayersArguments& arguments) {
    StopSignal stop;
    ProgressDisplay display(arguments.quiet);
    const auto document = profile(arguments, display.observer(), stop.token());
    display.finish();
    if (!document) return fail(document.error());
    int code = kDone;
    for (const result::EngineResult& engine : (*document)->engines)
        if (engine.error) code = fail(*engine.error);
    if (!(*document)->layers) return code;
    print(arguments, **document);
    if (arguments.csv.empty()) return code;
    const auto table = report::layerTable(**document, words(), arguments.order);
    if (auto written = base::writeFileAtomically(arguments.csv, csvOf(table)); !written)
        return fail(written.error());
    return code;
}

}  // namespace

void addLayers(CommandLine& line) {
    auto arguments = std::make_shared<LayersArguments>();
    run::RunPlan& plan = arguments->plan;
    Command command =
        line.add("layers", "show layer by layer what runs in which precision and what that costs");
    command
        .add("MODEL", "the ONNX model, or the folder of a run", "",
             [&plan](const std::string& path) { plan.model = path; })
        .required();
    command.addSwitch("--sensitivity",
                      "also find what quantising each layer alone, and all but it, does to the outputs",
                      arguments->sensitivity);
    command.add("--sort", "order of the table (default graph)", "COLUMN", [arguments](const std::string& id) {
        const auto order = report::layerOrderFromId(id);
        if (!order) wrongValue("--sort", id, "one of " + report::layerOrderIds());
        arguments->order = *order;
    });
    command.add("--csv", "write the table there too", "FILE",
                [arguments](const std::string& path) { arguments->csv = path; });
    addPrecisionsFlag(command, plan);
    addDataFlags(command, plan);
    addCalibrationFlags(command, plan);
    addInt8Flags(command, plan);
    addPreprocessFlags(command, plan);
    addTaskFlags(command, plan);
    addEngineFlags(command, plan);
    command.addSwitch("--json", "print the layers as in report.json", arguments->json);
    command.addSwitch("--quiet", "no progress", arguments->quiet);
    command.footer(
        "Builds the engines into a run's folder and profiles them; given such a folder (also of pwb "
        "compare), "
        "shows what is known of it and profiles what is not. INT8 needs --calibration or --data.");
    command.onChosen([arguments] { return layers(*arguments); });
}

}  // namespace pwb::app
