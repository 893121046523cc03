using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Conditions.Occurrences;
using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Behavior;

/// <summary>
/// Reads what is asked of how occurrences follow each other: <c>"regularly": { "atLeast", "of", "every", "zone"? }</c>,
/// <c>"stopped": { "within", "for", "atLeast"? }</c>, <c>"restarted": { "after", "within" }</c>.
/// </summary>
internal static class BehaviorReader
{
    internal static ConditionDocument Regularly(Question question)
    {
        question.Condition["within"]?.Fault("regularly looks back over as many periods as it says in of; leave within out");
        var fields = Fields.Of(question.Node, "regularly", "atLeast", "of", "every", "zone").WithoutNulls();
        var of = Number(fields.Required("of", "write how many of the newest periods are looked at, such as 4"), "of");
        var atLeast = Number(fields.Required("atLeast", "write in how many of the periods it is to have happened, such as 3"), "atLeast");
        if (atLeast > of)
        {
            fields["atLeast"]!.Value.Fault($"there are {of} periods, so it can happen in no more than {of}");
        }

        var every = fields.Required("every", "write how long a period is, such as \"7d\" or \"week\"") is { } node
            ? Length(node, fields["zone"], of ?? 1)
            : null;
        return new ConditionDocument.Regularly(question.Source, atLeast ?? 1, of ?? 1, every ?? new PeriodLength.Calendar(CalendarUnit.Day, null));
    }

    internal static ConditionDocument Stopped(Question question)
    {
        question.FaultOuterWithin();
        var fields = Fields.Of(question.Node, "stopped", "within", "for", "atLeast").WithoutNulls();
        var within = fields.Required("within", "write how far back it is to have happened, such as \"90d\"")?.Duration();
        var quiet = fields.Required("for", "write for how long it has not happened since, such as \"30d\"")?.Duration();
        if (within <= quiet)
        {
            fields["within"]!.Value.Fault("within reaches back further than for, such as within 90d and for 30d: what stopped happened before");
        }

        var atLeast = (int?)fields["atLeast"]?.Number("atLeast", 1, CatalogLimits.Count, whole: true);
        return new ConditionDocument.Stopped(question.Source, within ?? TimeSpan.MaxValue, quiet ?? TimeSpan.MaxValue, atLeast ?? 1);
    }

    internal static ConditionDocument Restarted(Question question)
    {
        question.FaultOuterWithin();
        var fields = Fields.Of(question.Node, "restarted", "after", "within").WithoutNulls();
        var after = fields.Required("after", "write for how long it had not happened, such as \"60d\"") is { } gap ? Longer(gap, "a gap") : null;
        var within = fields.Required("within", "write how long ago it happened again at most, such as \"14d\"")?.Duration();
        if (within?.Ticks / CatalogLimits.Periods >= after?.Ticks)
        {
            fields["within"]!.Value.Fault($"within is less than {CatalogLimits.Periods} times after: write a shorter window, or a longer gap");
        }

        return new ConditionDocument.Restarted(question.Source, after ?? TimeSpan.MaxValue, within ?? TimeSpan.MaxValue);
    }

    private static int? Number(Node? node, string what) => (int?)node?.Number(what, 1, CatalogLimits.Periods, whole: true);

    private static PeriodLength? Length(Node node, Node? zone, int of)
    {
        if (node.Kind == JsonValueKind.String && Node.TryText(node.Element, out var text) && Choice<CalendarUnit>.TryParse(text, out var unit))
        {
            return new PeriodLength.Calendar(unit, zone is { } name ? CalendarReader.Zone(name) : null);
        }

        zone?.Fault($"zone is of {Choice<CalendarUnit>.All}; leave it out");
        if (!IsDuration(node))
        {
            node.Fault($"write {DurationText.Forms}, or one of {Choice<CalendarUnit>.All}");
            return null;
        }

        if (Longer(node, "a period") is not { } length)
        {
            return null;
        }

        if (length > DurationText.Longest / of)
        {
            node.Fault($"{of} periods of this length reach back further than {DurationText.Format(DurationText.Longest)}; write a shorter one");
        }

        return new PeriodLength.Rolling(length);
    }

    private static bool IsDuration(Node node) =>
        node.Kind == JsonValueKind.String && Node.TryText(node.Element, out var text) && DurationText.TryParse(text, out _);

    private static TimeSpan? Longer(Node node, string what)
    {
        var length = node.Duration();
        if (length < CatalogLimits.ShortestPeriod)
        {
            node.Fault($"{what} is at least {DurationText.Format(CatalogLimits.ShortestPeriod)} long");
        }

        return length;
    }
}
