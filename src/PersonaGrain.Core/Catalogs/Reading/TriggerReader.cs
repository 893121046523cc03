using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a trigger.</summary>
internal static class TriggerReader
{
    internal static TriggerDocument Read(string name, Node node, CatalogNames names)
    {
        var fields = Fields.Of(node, "a trigger", "after", "unless", "within", "late").WithoutNulls();
        if (names.Signals.ContainsKey(name))
        {
            node.Fault("a declared signal has this name already, and a trigger is a signal type of its own; name it otherwise");
        }

        var after = fields.Required("after", "name the measure or signal type that starts it") is { } start ? Measure(start, names) : null;
        var within = fields.Required("within", "write how long to wait, such as \"30m\"")?.Duration();
        var trigger = new TriggerDocument(after ?? string.Empty, Unless(fields["unless"], names), within ?? TimeSpan.Zero);
        return Late(fields["late"], within) is { } late ? trigger with { Late = late } : trigger;
    }

    private static TimeSpan? Late(Node? node, TimeSpan? within)
    {
        if (node?.Duration(orZero: true) is not { } late)
        {
            return null;
        }

        if (within is { } wait && TriggerDocument.MostLateOf(wait) is var most && late > most)
        {
            node.Value.Fault($"late is at most {TriggerDocument.MostLate} times within, here {DurationText.Format(most)}; give less");
        }

        return late;
    }

    private static List<string> Unless(Node? unless, CatalogNames names)
    {
        if (unless is not { } node)
        {
            return [];
        }

        if (node.Kind == JsonValueKind.String)
        {
            return Measure(node, names) is { } one ? [one] : [];
        }

        var found = new List<string>();
        foreach (var item in node.Items("unless, a name or names,"))
        {
            if (Measure(item, names) is not { } name)
            {
                continue;
            }

            if (found.Contains(name))
            {
                item.Fault("this name stands twice; keep one");
            }

            found.Add(name);
        }

        return found;
    }

    private static string? Measure(Node node, CatalogNames names) =>
        ReferenceReader.Read(node, "measure or signal", names.IsMeasure, names.MeasureNames);
}
