// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "app/commands/options.h"
#include "app/console.h"
#include "core/base/text.h"
#include "core/base/try.h"
#include "core/dataset/tensor_set.h"
#include "core/report/facts.h"
#include "core/report/writers.h"
#include "core/run/inputs_reader.h"

namespace pwb::app {
namespace {

struct InspectArguments {
    run::RunPlan plan;
    bool json = false;
};

struct Findings {
    result::RunResult document;  ///< its model and data parts
    std::vector<int> perClass;
    std::optional<base::Error> preprocessError;
};

base::Result<Findings> inspectInputs(const run::RunPlan& plan) {
    run::InputsReader reader;
    const run::InputFacts& facts = reader.facts();
    reader.readModel(plan);
    Findings found;
    PWB_TRY(found.document.model, facts.model ? *facts.model : model::inspect(plan.model));
    reader.understand(plan);
    found.document.model.task = facts.task;

    result::DataSummary& data = found.document.data;
    if (*facts.preprocess)
        data.preprocess = **facts.preprocess;
    else
        found.preprocessError = facts.preprocess->error();
    if (facts.decoder) {
        PWB_TRY(const auto decoder, *facts.decoder);
        data.detector = evaluate::detectorId(decoder->kind());
        data.nmsIou = decoder->options().nmsIou.value_or(0);
        data.confidence = decoder->options().confidence;
    }
    data.warnings = dataset::followingNotes(data.preprocess);
    if (plan.data.empty()) return found;

    reader.readData(plan);
    PWB_TRY(const auto manifest, *facts.data);
    if (manifest.tensors) data.tensor = dataset::tensorText(*manifest.tensors);
    data.path = plan.data;
    data.samples = static_cast<std::int64_t>(manifest.samples.size());
    data.classes = manifest.classes;
    data.objects = manifest.objectCount();
    data.warnings.insert(data.warnings.begin(), manifest.warnings.begin(), manifest.warnings.end());
    found.perClass = manifest.samplesPerClass();
    return found;
}

void printJson(const Findings& found, bool withData) {
    const auto written = nlohmann::ordered_json::parse(report::writeJson(found.document, words()));
    nlohmann::ordered_json json = {{"model", written["model"]}};
    if (withData) {
        json["data"] = written["data"];
        json["data"].erase("calibration_samples");
        json["data"].erase("skipped_samples");
        json["data"]["samples_per_class"] = found.perClass;
    } else if (written["data"].contains("preprocess")) {
        json["preprocess"] = written["data"]["preprocess"];
    }
    std::printf("%s\n", json.dump(1).c_str());
}

std::string operatorsText(const model::ModelInfo& model) {
    std::vector<std::pair<std::string, int>> operators(model.operators.begin(), model.operators.end());
    std::stable_sort(operators.begin(), operators.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return base::joined(operators, ", ",
                        [](const auto& one) { return one.first + " " + std::to_string(one.second); });
}

void printFacts(const Findings& found, bool withData) {
    report::Facts facts = report::modelFacts(found.document, words());
    facts.emplace_back("Operators", operatorsText(found.document.model));
    if (found.document.model.hasQdq)
        facts.emplace_back("Quantised", "already (QuantizeLinear or DequantizeLinear present)");
    std::fputs(factLines(facts).c_str(), stdout);

    report::Facts data = report::dataFacts(found.document, words());
    if (!withData) std::erase_if(data, [](const auto& fact) { return fact.second == "0"; });
    if (!found.perClass.empty()) {
        const auto [least, most] = std::minmax_element(found.perClass.begin(), found.perClass.end());
        data.emplace_back("Samples per class", std::to_string(*least) + " to " + std::to_string(*most));
    }
    if (!data.empty()) std::printf("\n%s", factLines(data).c_str());
    for (const std::string& warning : report::allWarnings(found.document, words()))
        std::printf("\nwarning: %s\n", warning.c_str());
    if (found.preprocessError) std::printf("\nwarning: %s\n", words().text(*found.preprocessError).c_str());
}

int inspect(const InspectArguments& arguments) {
    const auto found = inspectInputs(arguments.plan);
    if (!found) return fail(found.error());
    const bool withData = !arguments.plan.data.empty();
    if (arguments.json)
        printJson(*found, withData);
    else
        printFacts(*found, withData);
    return kDone;
}

}  // namespace

void addInspect(CommandLine& line) {
    auto arguments = std::make_shared<InspectArguments>();
    Command command = line.add("inspect", "say what a model, and a data set, are");
    addModelArgument(command, arguments->plan);
    addDataFlags(command, arguments->plan);
    addPreprocessFlags(command, arguments->plan);
    addTaskFlags(command, arguments->plan);
    command.addSwitch("--json", "for machines", arguments->json);
    command.onChosen([arguments] { return inspect(*arguments); });
}

}  // namespace pwb::app
