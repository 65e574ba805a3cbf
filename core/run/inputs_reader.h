// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/calibration_check.h"
#include "core/dataset/calibration_set.h"
#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "core/evaluate/detection.h"
#include "core/model/info.h"
#include "core/run/plan.h"

namespace pwb::run {

/// What is known of the files a plan names; a part that is not read yet (or not asked for) is absent.
struct InputFacts {
    std::optional<base::Result<model::ModelInfo>> model;
    model::Task task = model::Task::Unknown;                      ///< the plan's, else the one recognised
    std::optional<base::Result<dataset::Preprocess>> preprocess;  ///< without a size where no images are read
    /// Of a detector that takes images: how its outputs become boxes.
    std::optional<base::Result<std::optional<evaluate::Decoder>>> decoder;
    std::optional<base::Result<dataset::Manifest>> data;             ///< all of it
    std::optional<base::Result<dataset::Manifest>> calibrationData;  ///< only for a source of its own
    std::optional<base::Result<dataset::CalibrationSet>> calibration;
    std::vector<int> calibrationPerClass;
    std::shared_ptr<const dataset::CalibrationCheck>
        check;  ///< duplicates, leaks and values of the drawn set
};

/// Reads what a plan names, step by step and in the order below; a step takes what those before it found and
/// leaves its result or its error in facts(). A run, `pwb inspect`, `pwb calibrate` and the Setup page all
/// read through it and differ only in which steps they take and which errors they mind.
/// Called again, perhaps with another plan, a step reads only what has changed since: the files by their time
/// stamps, and the plan's settings that count. Not thread-safe.
class InputsReader {
public:
    [[nodiscard]] const InputFacts& facts() const { return m_facts; }

    /// Nothing where the plan names no model. Errors left: those of model::inspect().
    void readModel(const RunPlan& plan);
    /// Task, preprocessing and decoder. Errors left: those of dataset::resolvePreprocess() and
    /// evaluate::Decoder::create().
    void understand(const RunPlan& plan);
    /// Samples, classes and labels. Errors left: those of dataset::readManifest().
    void readData(const RunPlan& plan);
    void readCalibrationData(const RunPlan& plan);
    /// The decoder once more, now that the data's classes are known: they may not fit.
    void matchClasses(const RunPlan& plan);
    /// Errors left: those of dataset::drawCalibrationSet().
    void drawCalibration(const RunPlan& plan);
    /// Reads all of the drawn set. `validationSamples`: CheckOptions'. Nothing where none is drawn.
    /// Errors: cancelled; then there is no check.
    [[nodiscard]] base::Status checkCalibration(const RunPlan& plan, int validationSamples,
                                                const std::stop_token& stop);

    /// What of the data is evaluated: the plan's `limit` samples or all. After readData() found data.
    [[nodiscard]] const dataset::Manifest& evaluated() const {
        return m_limited ? *m_limited : **m_facts.data;
    }
    /// The samples that drawCalibration() drew, with everything else as in what it drew from.
    [[nodiscard]] dataset::Manifest drawn() const;

private:
    [[nodiscard]] const model::ModelInfo* model() const;
    [[nodiscard]] const std::optional<base::Result<dataset::Manifest>>& drawnFrom() const;
    [[nodiscard]] const dataset::Manifest* validation(const RunPlan& plan) const;
    [[nodiscard]] dataset::LabelOptions labelOptions(const RunPlan& plan) const;
    [[nodiscard]] std::string labelKey(const RunPlan& plan) const;
    void decode(const RunPlan& plan, std::span<const std::string> classes);

    InputFacts m_facts;
    std::optional<dataset::Manifest> m_limited;
    // What the parts that are known depended on.
    std::string m_modelKey, m_dataKey, m_calibrationDataKey, m_drawKey, m_checkKey;
    std::optional<dataset::Preprocess> m_checkedWith;
};

/// Is the calibration set drawn from the validation data themselves?
[[nodiscard]] bool calibratesFromData(const RunPlan& plan);

}  // namespace pwb::run
