#pragma once

#include <QFrame>

#include <vector>

class QGridLayout;

namespace syncline {

struct Fact
{
    QString name;
    QString text; ///< empty: nothing is known, and it is left out
    bool important = false;

    friend bool operator==(const Fact &, const Fact &) = default;
};

/// Names with what is known of them, as a card.
class FactGrid final : public QFrame
{
    Q_OBJECT

public:
    explicit FactGrid(QWidget *parent = nullptr);

    /// The same facts leave what is on the screen alone, and with it what the user has selected there.
    void setFacts(std::vector<Fact> facts);

private:
    QGridLayout *m_grid;
    std::vector<Fact> m_facts;
};

} // namespace syncline
