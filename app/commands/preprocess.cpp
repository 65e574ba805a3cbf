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
#include "app/stop_signal.h"
#include "core/base/files.h"
#include "core/base/number.h"
#include "core/dataset/preprocess_file.h"
#include "core/run/preprocess_search.h"

namespace pwb::app {
namespace {

using nlohmann::ordered_json;

struct PreprocessArguments {
    run::RunPlan plan;
    int samples = 300;
    std::filesystem::path out;
    bool json = false, quiet = false, all = false;
};

std::string nameOf(const run::PreprocessTrial& trial) {
    if (trial.isCurrent) return "as now (" + trial.steps.origin + ")";
    return trial.preset.empty() ? "variation" : trial.preset;
}

ordered_json trialJson(const run::PreprocessTrial& trial) {
    ordered_json json = {{"name", nameOf(trial)},
                         {"current", trial.isCurrent},
                         {"preset", trial.preset},
                         {"metric", trial.metric},
                         {"only_this", trial.onlyThis},
                         {"only_first", trial.onlyFirst},
                         {"differences", trial.differences},
                         {"preprocess", ordered_json::parse(dataset::preprocessText(trial.steps))}};
    if (trial.logLikelihood) json["log_likelihood"] = *trial.logLikelihood;
    if (trial.pValue) json["p_value"] = *trial.pValue;
    return json;
}

void printJson(const run::PreprocessRanking& ranking) {
    ordered_json trials = ordered_json::array();
    for (const auto& trial : ranking.trials) trials.push_back(trialJson(trial));
    const ordered_json json = {{"samples", ranking.samples},
                               {"classes", ranking.classes},
                               {"metric", ranking.detects ? "map50_95" : "top1"},
                               {"trials", std::move(trials)}};
    std::printf("%s\n", json.dump(1).c_str());
}

std::vector<std::string> rowOf(const run::PreprocessTrial& trial, std::size_t rank) {
    const auto words = [&] {
        std::string text;
        for (const std::string& field : trial.differences) text += (text.empty() ? "" : ", ") + field;
        return text;
    };
    return {std::to_string(rank),
            nameOf(trial),
            run::stepsText(trial.steps),
            base::number(100 * trial.metric, 2) + " %",
            trial.logLikelihood ? base::number(*trial.logLikelihood, 3) : "-",
            trial.pValue ? (*trial.pValue < 0.001 ? "<0.001" : base::number(*trial.pValue, 3)) : "-",
            words()};
}

void printTable(const PreprocessArguments& arguments, const run::PreprocessRanking& ranking) {
    constexpr std::size_t kShown = 12;
    std::vector<std::vector<std::string>> rows = {{"", "whose", "steps",
                                                   ranking.detects ? "mAP50-95" : "top-1", "log-lik.", "p",
                                                   "differs from the first in"}};
    for (std::size_t i = 0; i < ranking.trials.size(); ++i)
        if (arguments.all || i < kShown || ranking.trials[i].isCurrent)
            rows.push_back(rowOf(ranking.trials[i], i + 1));
    std::fputs(alignedTable(rows, {true, false, false, true, true, true, false}).c_str(), stdout);
    std::printf("\n%lld labelled samples, %zu ways tried, FP32. p: of the difference to the first.\n",
                static_cast<long long>(ranking.samples), ranking.trials.size());
}

void printAdvice(const PreprocessArguments& arguments, const run::PreprocessRanking& ranking) {
    const run::PreprocessTrial& first = ranking.trials.front();
    const auto current = std::find_if(ranking.trials.begin(), ranking.trials.end(),
                                      [](const auto& trial) { return trial.isCurrent; });
    if (first.isCurrent) {
        std::printf("Keep what a run takes today: nothing else does better.\n");
        return;
    }
    std::printf(
        "%s: %s. What a run takes today gets %s %% (%s).\n",
        current->isWorse ? "Take the first" : "The first is likelier, though these samples do not prove it",
        run::stepsText(first.steps).c_str(), base::number(100 * current->metric, 2).c_str(),
        run::stepsText(current->steps).c_str());
    if (arguments.out.empty()) std::printf("--out FILE writes it for --preprocess of the other commands.\n");
}

int rank(const PreprocessArguments& arguments) {
    StopSignal stop;
    ProgressDisplay display(arguments.quiet);
    const run::Observer observer = display.observer();
    const auto progress = [&](double done, double total) {
        if (!observer.progress) return;
        run::EngineProgress fp32{base::Precision::Fp32, run::Stage::Searching, done, total};
        fp32.overall = done / total;
        observer.progress(fp32);
    };
    const auto ranking = run::rankPreprocessing(arguments.plan, arguments.samples, progress, stop.token());
    display.finish();
    if (!ranking) return fail(ranking.error());
    const run::PreprocessTrial& first = ranking->trials.front();
    if (!arguments.out.empty())
        if (const auto written =
                base::writeFileAtomically(arguments.out, dataset::preprocessText(first.steps));
            !written)
            return fail(written.error());
    if (arguments.json) {
        printJson(*ranking);
        return kDone;
    }
    printTable(arguments, *ranking);
    printAdvice(arguments, *ranking);
    if (!arguments.out.empty()) std::printf("written: %s\n", arguments.out.c_str());
    return kDone;
}

}  // namespace

void addPreprocess(CommandLine& line) {
    auto arguments = std::make_shared<PreprocessArguments>();
    run::RunPlan& plan = arguments->plan;
    Command command = line.add("preprocess", "find out how the model wants its pictures, by trying");
    addModelArgument(command, plan);
    addDataFlags(command, plan);
    command.flag("--data").required();
    command.add("--samples", "labelled samples to try on, class-balanced (default 300)", "N",
                [arguments](const std::string& text) {
                    arguments->samples = wholeNumber("--samples", text, 1, 1'000'000);
                });
    command.add("--out", "write the first of the ranking as a file for --preprocess", "FILE",
                [arguments](const std::string& text) { arguments->out = text; });
    command.addSwitch("--all", "print all that was tried, not only the first 12", arguments->all);
    addPreprocessFlags(command, plan);
    addTaskFlags(command, plan);
    command.addSwitch("--json", "for machines", arguments->json);
    command.addSwitch("--quiet", "no progress", arguments->quiet);
    command.footer(
        "Tried are what a run would take today (files beside the model, what the graph says, the flags given "
        "here), the presets, and from the best of them other values, colour orders and ways of resizing.");
    command.onChosen([arguments] { return rank(*arguments); });
}

}  // namespace pwb::app
