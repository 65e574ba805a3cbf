// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_start.h"

#include <array>
#include <ctime>

#include "core/base/files.h"
#include "core/dataset/tensor_set.h"
#include "core/run/identity.h"
#include "core/run/int8_options.h"
#include "core/run/provider_choice.h"
#include "core/run/serialize.h"
#include "core/run/variants.h"

namespace pwb::run {
namespace {

using base::Result;
using base::Status;
using report::ReportDocument;

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
    auto choice = chooseProvider(plan, inputs, resume, stop);
    if (!choice) return tl::make_unexpected(choice.error());
    plan.provider = choice->provider;
    inputs.warnings.insert(inputs.warnings.end(), choice->notes.begin(), choice->notes.end());
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
    auto inputs = readInputs(wanted, needData, stop);
    if (!inputs) return tl::make_unexpected(inputs.error());
    RunPlan plan = wanted;
    if (auto status = settleProvider(plan, *inputs, resume, stop); !status)
        return tl::make_unexpected(status.error());
    if (auto status = checkInt8Wishes(plan, *inputs); !status) return tl::make_unexpected(status.error());
    auto environment = runtime::describeEnvironment(plan.provider, plan.threads);
    if (!environment) return tl::make_unexpected(environment.error());
    if (auto status = base::ensureWritableFolder(plan.runFolder / "engines"); !status)
        return tl::make_unexpected(status.error());
    auto lock = FolderLock::take(plan.runFolder);
    if (!lock) return tl::make_unexpected(lock.error());
    return Opened{std::move(plan), std::move(*inputs), std::move(*environment), std::move(*lock)};
}

ReportDocument startDocument(const RunPlan& plan, const RunInputs& inputs,
                             const runtime::Environment& environment) {
    ReportDocument document;
    document.name = plan.runFolder.filename().string();
    document.runFolder = plan.runFolder;
    document.startedAt = nowUtc();
    document.model = inputs.model;
    document.environment = environment;
    document.requirements = plan.requirements;
    document.manifest = std::make_shared<const dataset::Manifest>(inputs.data);
    report::DataSummary& data = document.data;
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

Status storeStart(RunStore& store, const RunPlan& plan, const RunInputs& inputs,
                  const ReportDocument& document) {
    Status status = store.put("plan", toJson(placed(plan)));
    if (status) status = storeFact(store, "identity", identityOf(plan, inputs));
    if (status) status = storeFact(store, "started_at", document.startedAt);
    if (status) status = storeFact(store, "model", document.model);
    if (status) status = storeFact(store, "data", document.data);
    if (status) status = storeFact(store, "environment", document.environment);
    if (status) status = storeFact(store, "finished", false);
    if (status) status = store.putSamples(inputs.data);
    return status;
}

}  // namespace pwb::run
