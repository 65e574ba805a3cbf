// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <array>
#include <memory>
#include <optional>

#include "core/result/run_result.h"

namespace pwb::ui {

/// How a sample's answer moved from FP32 to a candidate.
enum class ChangeKind { RightToWrong, WrongToRight, WrongToWrong, ConfidenceFell };
inline constexpr int kChangeKinds = 4;
/// The loss of confidence (same answer) from which a sample is listed.
inline constexpr double kConfidenceFall = 0.2;

struct ChangesFilter {
    base::EngineId candidate = base::Precision::Int8;
    std::array<bool, kChangeKinds> kinds = {true, true, true, false};
    std::optional<int> truth = {};   ///< class index
    std::optional<int> answer = {};  ///< of FP32 or of the candidate
};
/// Understands "true=24 answer=0 engine=int8"; unknown words are passed over.
[[nodiscard]] ChangesFilter changesFilterFrom(const QString& text);

struct Change {
    int sample = 0;  ///< into the manifest
    ChangeKind kind = ChangeKind::RightToWrong;
};

/// The samples that a candidate answers differently from FP32, right → wrong first, each kind by FP32's
/// confidence, highest first.
class ChangesModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { SampleRole = Qt::UserRole, PathRole, KindRole, DetailRole };

    using QAbstractListModel::QAbstractListModel;
    void setDocument(const std::shared_ptr<const result::RunResult>& document, const ChangesFilter& filter);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] const Change& change(int row) const { return m_shown[row]; }
    [[nodiscard]] int rowOf(int sample) const;
    /// Samples of a kind before the filter by kind, for the counts beside the choices.
    [[nodiscard]] int count(ChangeKind kind) const { return m_counts[static_cast<std::size_t>(kind)]; }
    /// Comma-separated lines (RFC 4180) of what is listed.
    [[nodiscard]] QString csv() const;

private:
    [[nodiscard]] QString detail(const Change& change) const;
    void collect();

    std::shared_ptr<const result::RunResult> m_document;
    ChangesFilter m_filter;
    QVector<Change> m_shown;
    std::array<int, kChangeKinds> m_counts{};
};

[[nodiscard]] QString changeKindName(ChangeKind kind);

}  // namespace pwb::ui
