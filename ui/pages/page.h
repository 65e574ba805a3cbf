// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <memory>

#include "core/result/run_result.h"

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace pwb::ui {

using Document = std::shared_ptr<const result::RunResult>;

/// One page of the window: a head (title, hint, tools) over a body. Pages show one immutable document at a
/// time and compute no figure: they only lay out what core gives.
class Page : public QWidget {
    Q_OBJECT

public:
    Page(const QString& id, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const { return m_id; }  ///< "overview"; also its icon and settings key
    [[nodiscard]] QString title() const { return m_titleText; }
    /// A small count beside the page's name in the rail; empty for none.
    [[nodiscard]] virtual QString railCount() const { return {}; }

    /// Called on the GUI thread whenever a part of the run is finished; null: no run. Must be cheap (well
    /// under 50 ms): a hidden page only remembers the document and updates when it is shown.
    void setDocument(const Document& document);
    [[nodiscard]] const Document& document() const { return m_document; }

signals:
    /// Asks the window for another page, e.g. "changes", with a filter the page understands ("true=24
    /// answer=0").
    void pageRequested(const QString& pageId, const QString& filter);
    /// A short message for the status bar.
    void notice(const QString& text);
    void railCountChanged();

public slots:
    virtual void applyFilter(const QString& filter) { Q_UNUSED(filter) }

protected:
    /// Rebuilds what is shown from document(); called only while the page is visible.
    virtual void refresh() = 0;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;  ///< refreshes on PaletteChange and LanguageChange

    void setHint(const QString& hint);
    void addTool(QWidget* tool);
    [[nodiscard]] QVBoxLayout* body();

private:
    QString m_id, m_titleText;
    Document m_document;
    bool m_stale = true;
    QLabel* m_title;
    QLabel* m_hint;
    QHBoxLayout* m_head;
    QVBoxLayout* m_body;
};

}  // namespace pwb::ui
