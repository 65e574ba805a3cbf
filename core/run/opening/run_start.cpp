// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/opening/run_start.h"

#include <array>
#include <ctime>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/dataset/preprocess_file.h"
#include "core/dataset/tensor_set.h"
#include "core/run/inputs/identity.h"
#include "core/run/opening/provider_choice.h"
#include "core/run/plan/variants.h"
#include "core/run/stages/int8_options.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {
namespace {

using base::Result;
using base::Status;
using result::RunResult;

/// For --preprocess of another run.
constexpr const char* kPreprocessFile = "preprocess.json";

std::string nowUtc() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
}

/// Replaces "auto" by a provider, with a note about it among the warnings.
Status settleProvider(RunPlan& plan, RunInputs& inputs, bool resume, const std::stop_token& stop) {
    PWB_TRY(auto choice, chooseProvider(plan, inputs, resume, stop));
    plan.provider = choice.provider;
    inputs.warnings.insert(inputs.warnings.end(), choice.notes.begin(), choice.notes.end());
    return {};
}

/// For whoever opens the run from another folder.
RunPlan placed(RunPlan plan) {
    for (std::filesystem::path* path : {&plan.model, &plan.data, &plan.labels, &plan.calibration,
                                        &plan.calibrationTable, &plan.qat, &plan.runFolder}) {
        std::error_code code;
        if (path->empty()) continue;
        if (auto whole = std::filesystem::absolute(*path, code); !code) *path = std::move(whole);
    }
    return plan;
}

}  // namespace

Result<Opened> openFolder(const RunPlan& wanted, bool needData, bool resume, const std::stop_token& stop) {
    PWB_TRY(auto inputs, readInputs(wanted, needData, stop));
    RunPlan plan = wanted;
    PWB_CHECK(settleProvider(plan, inputs, resume, stop));
    PWB_CHECK(checkInt8Wishes(plan, inputs));
    PWB_TRY(auto environment, runtime::describeEnvironment(plan.provider, plan.threads));
    PWB_CHECK(base::ensureWritableFolder(plan.runFolder / "engines"));
    PWB_TRY(auto lock, FolderLock::take(plan.runFolder));
    return Opened{std::move(plan), std::move(inputs), std::move(environment), std::move(lock)};
}

RunResult startDocument(const RunPlan& plan, const RunInputs& inputs,
                        const runtime::Environment& environment) {
    RunResult document;
    document.name = plan.runFolder.filename().string();
    document.runFolder = plan.runFolder;
    document.startedAt = nowUtc();
    document.model = inputs.model;
    document.environment = environment;
    document.requirements = plan.requirements;
    document.manifest = std::make_shared<const dataset::Manifest>(inputs.data);
    result::DataSummary& data = document.data;
    data.path = plan.data;
    data.samples = static_cast<std::int64_t>(inputs.data.samples.size());
    data.classes = inputs.data.classes;
    data.calibrationPath = plan.calibration.empty() ? plan.data : plan.calibration;
    data.calibrationSamples = static_cast<int>(inputs.calibration.samples.size());
    data.calibrationPerClass = inputs.calibration.samplesPerClass();
    data.preprocess = inputs.preprocess;
    if (inputs.data.tensors) data.tensor = dataset::tensorText(*inputs.data.tensors);
    if (inputs.decoder) {
        data.objects = inputs.data.objectCount();
        data.detector = evaluate::detectorId(inputs.decoder->kind());
        data.nmsIou = inputs.decoder->options().nmsIou.value_or(0);
        data.confidence = inputs.decoder->options().confidence;
    }
    data.warnings = inputs.warnings;
    document.engines = plannedEngines(plan, document.model.task);
    return document;
}

Status storeStart(RunStore& store, const RunPlan& plan, const RunInputs& inputs, const RunResult& document) {
    RunFacts facts(store);
    PWB_CHECK(facts.savePlan(placed(plan)));
    PWB_CHECK(facts.saveIdentity(identityOf(plan, inputs)));
    PWB_CHECK(facts.saveStart(document));
    if (!inputs.data.tensors)
        PWB_CHECK(base::writeFileAtomically(plan.runFolder / kPreprocessFile,
                                            dataset::preprocessText(inputs.preprocess)));
    return store.putSamples(inputs.data);
}

}  // namespace pwb::run
