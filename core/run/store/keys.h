// SPDX-License-Identifier: GPL-3.0-or-later
// The words of run.sqlite. They stay as they are: stores of earlier versions hold them.
#pragma once

namespace pwb::run::keys {

// Facts of the whole run.
inline constexpr const char* kStoreVersion = "store_version";
inline constexpr const char* kPlan = "plan";
inline constexpr const char* kIdentity = "identity";
inline constexpr const char* kStartedAt = "started_at";
inline constexpr const char* kModel = "model";
inline constexpr const char* kData = "data";
inline constexpr const char* kEnvironment = "environment";
inline constexpr const char* kFinished = "finished";
inline constexpr const char* kSeconds = "seconds";
inline constexpr const char* kEndToEnd = "end_to_end";
inline constexpr const char* kProbabilities = "probabilities";
inline constexpr const char* kSearch = "mixed";
inline constexpr const char* kLayers = "layers";
inline constexpr const char* kTrialPrefix = "trial/";

// Parts of an engine.
inline constexpr const char* kBuilt = "built";
inline constexpr const char* kEffective = "effective";
inline constexpr const char* kMeasurement = "measurement";
inline constexpr const char* kError = "error";
inline constexpr const char* kEmulated = "emulated";
inline constexpr const char* kLeftOut = "left_out";

}  // namespace pwb::run::keys
