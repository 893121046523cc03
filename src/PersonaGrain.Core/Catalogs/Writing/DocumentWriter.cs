using System.Text.Json;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes every section of a catalog in a fixed order, names sorted ordinally.</summary>
internal static class DocumentWriter
{
    internal static void Write(Utf8JsonWriter json, CatalogDocument document)
    {
        json.WriteStartObject();
        json.WriteString("name", document.Name);
        json.WriteNumber("version", document.Version);
        json.WriteString("unknownSignals", Choice<UnknownSignals>.Of(document.UnknownSignals));
        Optional(json, "earliest", document.Earliest?.ToString());
        Section(json, "signals", document.Signals, Signal);
        Sections(json, document);

        // Stores compare canonical texts, and programs of before do not know the section: it is there where something is declared.
        if (document.Identities.Count > 0)
        {
            Section(json, "identities", document.Identities, IdentityWriter.Write);
        }

        if (document.Accounts is not null)
        {
            json.WriteStartObject("accounts");
            Sections(json, AccountsDocument.Of(document));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The sections that people and accounts have alike.</summary>
    private static void Sections(Utf8JsonWriter json, CatalogDocument document)
    {
        Section(json, "traits", Traits(document), static (writer, write) => write(writer));
        Section(json, "measures", document.Measures, Measure);
        Section(json, "scores", document.Scores, ScoreWriter.Write);
        Section(json, "segments", document.Segments, Segment);
        Section(json, "triggers", document.Triggers, Trigger);
    }

    private static void Section<T>(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, T> things, Action<Utf8JsonWriter, T> write) =>
        Section(json, name, things, (json, _, thing) => write(json, thing));

    private static void Section<T>(
        Utf8JsonWriter json, string name, IReadOnlyDictionary<string, T> things, Action<Utf8JsonWriter, string, T> write)
    {
        json.WriteStartObject(name);
        foreach (var (key, thing) in things.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(key);
            write(json, key, thing);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Signal(Utf8JsonWriter json, SignalDocument signal)
    {
        json.WriteString("category", Choice<SignalCategory>.Of(signal.Category));
        if (signal.Attributes.Count > 0)
        {
            json.WriteStartObject("attributes");
            foreach (var (name, type) in signal.Attributes.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, Choice<ValueType>.Of(type));
            }

            json.WriteEndObject();
        }

        Optional(json, "value", signal.Value);
        Optional(json, "outcome", signal.Outcome);
        Optional(json, "retention", signal.Retention);
        Optional(json, "faults", signal.Faults == FaultPolicy.Drop ? null : Choice<FaultPolicy>.Of(signal.Faults));
        if (signal.Quality is { } quality)
        {
            QualityWriter.Write(json, quality);
        }
    }

    /// <summary>Declared and computed ones in one section.</summary>
    private static Dictionary<string, Action<Utf8JsonWriter>> Traits(CatalogDocument document) => document.Traits
        .Select(entry => KeyValuePair.Create(entry.Key, (Action<Utf8JsonWriter>)(json => Trait(json, entry.Value))))
        .Concat(document.ComputedTraits.Select(entry => KeyValuePair.Create(entry.Key, (Action<Utf8JsonWriter>)(json => ComputedTraitWriter.Write(json, entry.Value)))))
        .ToDictionary();

    private static void Trait(Utf8JsonWriter json, TraitDocument trait)
    {
        json.WriteString("type", Choice<ValueType>.Of(trait.Type));
        Optional(json, "category", trait.Category is { } category ? Choice<SignalCategory>.Of(category) : null);
        Optional(json, "format", trait.Format);
        Optional(json, "min", trait.Minimum);
        Optional(json, "max", trait.Maximum);
        Indexed(json, trait.IsIndexed);
    }

    private static void Measure(Utf8JsonWriter json, MeasureDocument measure)
    {
        json.WriteString("signal", measure.Signal);
        TestWriter.Where(json, measure.Where);
        Optional(json, "distinct", measure.Distinct);
        Optional(json, "by", measure.By);
        Optional(json, "saturation", measure.Saturation);
        json.WriteString("halfLife", DurationText.Format(measure.HalfLife));
    }

    internal static void Segment(Utf8JsonWriter json, SegmentDocument segment)
    {
        Optional(json, "description", segment.Description);
        json.WriteNumber("priority", segment.Priority);
        Optional(json, "score", segment.Score);

        // Stores compare canonical texts, and programs of before do not know the properties: they are there where something is said.
        if (segment.Approach != SegmentApproach.None)
        {
            segment.Approach.Write(json);
        }

        json.WritePropertyName("when");
        ConditionWriter.Write(json, segment.When);
    }

    private static void Trigger(Utf8JsonWriter json, TriggerDocument trigger)
    {
        json.WriteString("after", trigger.After);
        json.WriteStartArray("unless");
        foreach (var name in trigger.Unless)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteString("within", DurationText.Format(trigger.Within));
        Optional(json, "late", trigger.Late == TriggerDocument.DefaultLateOf(trigger.Within) ? null : trigger.Late);
    }

    /// <summary>Stores compare canonical texts, and programs of before do not know the property: it is there where it says yes.</summary>
    internal static void Indexed(Utf8JsonWriter json, bool isIndexed)
    {
        if (isIndexed)
        {
            json.WriteBoolean(IndexedRule.Word, true);
        }
    }

    internal static void Optional(Utf8JsonWriter json, string name, TimeSpan? duration) =>
        Optional(json, name, duration is { } found ? DurationText.Format(found) : null);

    internal static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } found)
        {
            json.WriteNumber(name, found);
        }
    }
}
