// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/precision.h"

namespace pwb::decide {
struct Decision;
}

namespace pwb::report {

struct EngineResult;
struct ReportDocument;

/// What an engine is called and looks like: names, marks, line styles and colours follow from it, in the
/// window and in the reports alike.
struct EngineKind {
    base::Precision precision = base::Precision::Fp32;
    /// "qat", "dynamic", "tensorrt", "plain"; "ptq" for the default INT8 where variants of INT8 (the
    /// reference "plain" is none) stand beside it; else empty.
    std::string_view variant = {};  ///< lives as long as the program

    EngineKind() = default;
    /// The default engine of a precision.
    EngineKind(base::Precision of) : precision(of) {}
    EngineKind(base::Precision of, std::string_view named);

    /// The engine's id: "fp32", "int8-qat"; "int8" for "ptq".
    [[nodiscard]] std::string id() const;
    /// "FP32", "INT8 (QAT)": the same in every language.
    [[nodiscard]] std::string name() const;
    /// What tells it apart where room is short: "FP32", "QAT".
    [[nodiscard]] std::string shortName() const;
    bool operator==(const EngineKind&) const = default;
};

[[nodiscard]] EngineKind kindOf(const ReportDocument& document, const EngineResult& engine);
/// Of an engine that a decision names.
[[nodiscard]] EngineKind kindOf(const decide::Decision& decision, base::Precision precision,
                                std::string_view variant);
/// The advised engine; absent where none is.
[[nodiscard]] std::optional<EngineKind> advisedKind(const decide::Decision& decision);
/// Of an engine's id; absent where that names no precision.
[[nodiscard]] std::optional<EngineKind> kindFromId(std::string_view id);
/// FP32, FP16 and INT8, whether the document has them or not, then its variants in its order, the reference
/// last.
[[nodiscard]] std::vector<EngineKind> shownKinds(const ReportDocument* document);

}  // namespace pwb::report
