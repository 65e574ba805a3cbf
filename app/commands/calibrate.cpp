// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands/commands.h"
#include "app/commands/options.h"
#include "app/commands/values.h"
#include "app/console.h"
#include "app/stop_signal.h"
#include "core/run/calibration_draw.h"

namespace pwb::app {
namespace {

using nlohmann::ordered_json;

struct CalibrateArguments {
    run::RunPlan plan;  ///< `calibration` is drawn from, `data` is the validation set
    std::filesystem::path manifest, table;
    bool json = false;
};

ordered_json pairsJson(const std::vector<dataset::SamplePair>& pairs) {
    ordered_json json = ordered_json::array();
    for (const dataset::SamplePair& pair : pairs)
        json.push_back(
            {{"first", pair.first.string()}, {"second", pair.second.string()}, {"distance", pair.distance}});
    return json;
}

ordered_json valuesJson(const std::optional<dataset::ValueRanges>& values) {
    if (!values) return nullptr;
    ordered_json channels = ordered_json::array();
    for (const dataset::ChannelRange& channel : values->channels)
        channels.push_back(
            {{"mean", channel.mean}, {"std", channel.std}, {"min", channel.min}, {"max", channel.max}});
    return {{"samples", values->samples}, {"non_finite", values->nonFinite}, {"channels", channels}};
}

ordered_json tableJson(const quantize::TableFacts& table, const std::filesystem::path& file) {
    return {{"file", file.string()},
            {"tensors", table.tensors},
            {"samples", table.samples},
            {"calibrator", quantize::calibratorId(table.calibrator)},
            {"reused", table.reused}};
}

void printJson(const CalibrateArguments& arguments, const run::RunInputs& drawn,
               const std::optional<quantize::TableFacts>& table) {
    const dataset::CalibrationCheck& check = *drawn.calibrationCheck;
    ordered_json classes = ordered_json::array();
    for (const dataset::ClassCoverage& one : check.coverage)
        classes.push_back(
            {{"name", one.name}, {"calibration", one.calibration}, {"validation", one.validation}});
    ordered_json warnings = ordered_json::array();
    for (const base::Message& warning : drawn.warnings)
        warnings.push_back({{"code", warning.code}, {"text", words().text(warning)}});
    ordered_json json = {{"samples", check.samples},
                         {"seed", arguments.plan.seed},
                         {"classes_covered", drawn.calibrationSet.classesCovered},
                         {"classes_total", drawn.calibrationSet.classesTotal},
                         {"classes", classes},
                         {"compared_validation", check.comparedValidation},
                         {"duplicates", pairsJson(check.duplicates)},
                         {"near_duplicates", pairsJson(check.nearDuplicates)},
                         {"leaks", pairsJson(check.leaks)},
                         {"near_leaks", pairsJson(check.nearLeaks)},
                         {"values", valuesJson(check.values)},
                         {"validation_values", valuesJson(check.validationValues)},
                         {"seconds", check.seconds},
                         {"warnings", warnings}};
    if (!arguments.manifest.empty()) json["manifest"] = arguments.manifest.string();
    if (table) json["table"] = tableJson(*table, arguments.table);
    std::printf("%s\n", json.dump(1).c_str());
}

std::string channelText(const dataset::ValueRanges& values) {
    std::string text;
    for (const dataset::ChannelRange& channel : values.channels) {
        char one[96];
        std::snprintf(one, sizeof one, "%s%.3f ± %.3f [%.3f, %.3f]", text.empty() ? "" : "; ", channel.mean,
                      channel.std, channel.min, channel.max);
        text += one;
    }
    return text;
}

void printFacts(const CalibrateArguments& arguments, const run::RunInputs& drawn,
                const std::optional<quantize::TableFacts>& table) {
    const dataset::CalibrationCheck& check = *drawn.calibrationCheck;
    std::vector<std::pair<std::string, std::string>> facts = {
        {"Samples", std::to_string(check.samples) + " (500 to 1000 are recommended)"},
        {"Classes", std::to_string(drawn.calibrationSet.classesCovered) + " of " +
                        std::to_string(drawn.calibrationSet.classesTotal)},
        {"Duplicates", std::to_string(check.duplicates.size()) + " exact, " +
                           std::to_string(check.nearDuplicates.size()) + " near"}};
    if (check.comparedValidation > 0)
        facts.emplace_back("In the validation set", std::to_string(check.leaks.size()) + " exact, " +
                                                        std::to_string(check.nearLeaks.size()) + " near");
    if (check.values) facts.emplace_back("Values by channel", channelText(*check.values));
    if (check.validationValues) facts.emplace_back("Validation values", channelText(*check.validationValues));
    if (!arguments.manifest.empty()) facts.emplace_back("Manifest", arguments.manifest.string());
    if (table)
        facts.emplace_back("Calibration table", arguments.table.string() + " (" +
                                                    std::to_string(table->tensors) + " tensors, " +
                                                    std::string(quantize::calibratorId(table->calibrator)) +
                                                    (table->reused ? ", statistics reused)" : ")"));
    std::fputs(factLines(facts).c_str(), stdout);
}

int calibrate(const CalibrateArguments& arguments) {
    StopSignal stop;
    auto drawn = run::drawCalibration(arguments.plan, stop.token());
    if (!drawn) return fail(drawn.error());
    if (!arguments.manifest.empty())
        if (const auto status = run::writeCalibrationManifest(*drawn, arguments.manifest); !status)
            return fail(status.error());
    std::optional<quantize::TableFacts> table;
    if (!arguments.table.empty()) {
        auto written = run::writeCalibrationTable(arguments.plan, *drawn, arguments.table, {}, stop.token());
        if (!written) return fail(written.error());
        drawn->warnings.insert(drawn->warnings.end(), written->warnings.begin(), written->warnings.end());
        table = std::move(*written);
    }
    for (const base::Message& warning : drawn->warnings) note("warning: " + words().text(warning));
    if (arguments.json)
        printJson(arguments, *drawn, table);
    else
        printFacts(arguments, *drawn, table);
    return kDone;
}

}  // namespace

void addCalibrate(CommandLine& line) {
    auto arguments = std::make_shared<CalibrateArguments>();
    run::RunPlan& plan = arguments->plan;
    Command command = line.add("calibrate", "draw and check a calibration set for INT8");
    const auto addPath = [&command](const char* flag, std::filesystem::path& target, const char* help) {
        return command.add(flag, help, "PATH", [&target, flag](const std::string& text) {
            if (text.empty()) wrongValue(flag, text, "a path");
            target = text;
        });
    };
    addPath("--data", plan.calibration,
            "what to draw from: a folder of classes, a CSV of path,label or a tensor set")
        .required();
    addPath("--validation", plan.data, "validation set, which must not hold the same samples");
    addPath("--labels", plan.labels,
            "class names, one per line (default: labels.txt beside the data or the model)");
    const Flag model = addPath("--model", plan.model, "the ONNX model, to check the values that it is given");
    addPath("--out", arguments->manifest, "write the drawn samples as a CSV manifest");
    addPath("--table", arguments->table, "calibrate the model and write TensorRT's calibration table")
        .needs(model);
    addDrawFlags(command, plan);
    addPreprocessFlags(command, plan);
    addTaskFlags(command, plan);
    command.addSwitch("--json", "for machines", arguments->json);
    command.footer(
        "Warnings go to stderr and change no exit code. The manifest and the table are for --calibration and "
        "--calibration-table of the other commands.");
    command.onChosen([arguments] { return calibrate(*arguments); });
}

}  // namespace pwb::app
