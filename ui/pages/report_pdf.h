// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/result/run_result.h"
#include "ui/pages/report/blocks.h"

namespace pwb::ui {

/// The printed report: the document laid out on A4 pages in the window's language. Safe to build and to paint
/// on any thread.
class ReportPdf {
public:
    explicit ReportPdf(const result::RunResult& document);

    [[nodiscard]] int pageCount() const { return static_cast<int>(m_pages.size()); }
    /// One page, `width` pixels wide.
    [[nodiscard]] QImage page(int number, int width) const;
    /// Under its final name only when complete. Errors: base.write_failed.
    [[nodiscard]] base::Status write(const QString& file) const;

private:
    struct Placed {
        double top;
        paper::Block block;
    };
    void paginate(const paper::Blocks& blocks);
    void paint(QPainter& painter, int number) const;

    QString m_name;
    std::vector<std::vector<Placed>> m_pages;
};

}  // namespace pwb::ui
