using System.Buffers;
using System.Text;
using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes conditions: every visit writes the properties of an object that is open, and hands the writer back.</summary>
internal sealed class ConditionWriter : IConditionVisitor<Utf8JsonWriter>
{
    private readonly Utf8JsonWriter _json;

    private ConditionWriter(Utf8JsonWriter json) => _json = json;

    /// <summary>The JSON text of a condition: that of equal ones is equal.</summary>
    internal static string Text(ConditionDocument condition)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, condition);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static void Write(Utf8JsonWriter json, ConditionDocument condition) => new ConditionWriter(json).Object(condition);

    public Utf8JsonWriter Visit(ConditionDocument.All condition) => Parts("all", condition.Parts);

    public Utf8JsonWriter Visit(ConditionDocument.Any condition) => Parts("any", condition.Parts);

    public Utf8JsonWriter Visit(ConditionDocument.Not condition)
    {
        _json.WritePropertyName("not");
        return Object(condition.Part);
    }

    public Utf8JsonWriter Visit(ConditionDocument.Count condition) => Asked("count", condition.Source, condition.Tests, condition.Within);

    public Utf8JsonWriter Visit(ConditionDocument.Sum condition) => Asked("sum", condition.Source, condition.Tests, condition.Within);

    public Utf8JsonWriter Visit(ConditionDocument.Seen condition)
    {
        Source(condition.Source);
        _json.WriteStartObject(condition.First ? "firstSeen" : "lastSeen");
        Ages(condition.Within, condition.OlderThan);
        _json.WriteEndObject();
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Regularly condition)
    {
        Source(condition.Source);
        _json.WriteStartObject("regularly");
        _json.WriteNumber("atLeast", condition.AtLeast);
        _json.WriteNumber("of", condition.Of);
        _json.WriteString("every", PeriodText.Format(condition.Every));
        DocumentWriter.Optional(_json, "zone", (condition.Every as PeriodLength.Calendar)?.Zone);
        _json.WriteEndObject();
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Stopped condition)
    {
        Source(condition.Source);
        _json.WriteStartObject("stopped");
        DocumentWriter.Optional(_json, "within", condition.Within);
        DocumentWriter.Optional(_json, "for", condition.For);
        _json.WriteNumber("atLeast", condition.AtLeast);
        _json.WriteEndObject();
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Restarted condition)
    {
        Source(condition.Source);
        _json.WriteStartObject("restarted");
        DocumentWriter.Optional(_json, "after", condition.After);
        DocumentWriter.Optional(_json, "within", condition.Within);
        _json.WriteEndObject();
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.NotSince condition)
    {
        Source(condition.Source);
        Source("notSince", condition.Other);
        return Ages(condition.Within, condition.OlderThan);
    }

    public Utf8JsonWriter Visit(ConditionDocument.Sequence condition)
    {
        _json.WriteStartArray("sequence");
        foreach (var step in condition.Steps)
        {
            _json.WriteStartObject();
            Source(step);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        DocumentWriter.Optional(_json, "within", condition.Within);
        if (condition.Without is { } without)
        {
            Source("without", without);
        }

        DocumentWriter.Optional(_json, "equal", condition.Equal);
        _json.WriteStartObject("completed");
        DocumentWriter.Optional(_json, "within", condition.CompletedWithin);
        _json.WriteEndObject();
        if (condition.Tests.Count > 0)
        {
            _json.WriteStartObject("count");
            TestWriter.Tests(_json, condition.Tests);
            _json.WriteEndObject();
        }

        if (condition.Keep != ConditionDocument.Sequence.DefaultKeep)
        {
            _json.WriteNumber("keep", condition.Keep);
        }

        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Trait condition)
    {
        _json.WriteString("trait", condition.Name);
        TestWriter.Tests(_json, condition.Tests);
        return Ages(condition.Within, condition.OlderThan);
    }

    public Utf8JsonWriter Visit(ConditionDocument.TraitDate condition)
    {
        _json.WriteString("trait", condition.Name);
        TestWriter.Tests(_json, condition.Tests);
        _json.WriteStartObject(condition.Window.Kind == DateWindowKind.Next ? "within" : "anniversary");
        _json.WriteString(condition.Window.Kind == DateWindowKind.LastAnniversary ? "last" : "next", DurationText.Format(condition.Window.Span));
        _json.WriteEndObject();
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.TraitElement condition)
    {
        _json.WriteString("trait", condition.Name);
        TestWriter.Filters(_json, "any", condition.Members);
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Score condition)
    {
        _json.WriteString("score", condition.Name);
        TestWriter.Tests(_json, condition.Tests);
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Standing condition)
    {
        var isRank = condition.Kind == CutKind.Rank;
        _json.WriteString("score", condition.Name);
        _json.WriteStartObject(isRank ? "rank" : "percentile");
        Number(isRank ? "atMost" : "atLeast", condition.From);
        Number(isRank ? "above" : "below", condition.Below);
        DocumentWriter.Optional(_json, "among", condition.Kind == CutKind.Scored ? "scored" : null);
        _json.WriteEndObject();
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Account condition)
    {
        _json.WritePropertyName("account");
        Object(condition.Part);
        DocumentWriter.Optional(_json, "role", condition.Role);
        return _json;
    }

    public Utf8JsonWriter Visit(ConditionDocument.Segment condition)
    {
        _json.WriteString("segment", condition.Name);
        _json.WriteBoolean("is", condition.Is);
        return _json;
    }

    private void Number(string name, double? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
    }

    private Utf8JsonWriter Object(ConditionDocument condition)
    {
        _json.WriteStartObject();
        condition.Accept(this).WriteEndObject();
        return _json;
    }

    private Utf8JsonWriter Parts(string name, IReadOnlyList<ConditionDocument> parts)
    {
        _json.WriteStartArray(name);
        foreach (var part in parts)
        {
            Object(part);
        }

        _json.WriteEndArray();
        return _json;
    }

    private Utf8JsonWriter Asked(string name, MeasureReference source, IReadOnlyList<ValueTest> tests, TimeSpan? within)
    {
        Source(source);
        _json.WriteStartObject(name);
        TestWriter.Tests(_json, tests);
        _json.WriteEndObject();
        DocumentWriter.Optional(_json, "within", within);
        return _json;
    }

    private void Source(string name, MeasureReference source)
    {
        _json.WriteStartObject(name);
        Source(source);
        _json.WriteEndObject();
    }

    private void Source(MeasureReference source)
    {
        _json.WriteString("measure", source.Name);
        TestWriter.Where(_json, source.Where);
        DocumentWriter.Optional(_json, "distinct", source.Distinct);
        if (source is { From: null, To: null })
        {
            return;
        }

        _json.WriteStartObject("during");
        DocumentWriter.Optional(_json, "from", source.From?.ToString());
        DocumentWriter.Optional(_json, "to", source.To?.ToString());
        _json.WriteEndObject();
    }

    private Utf8JsonWriter Ages(TimeSpan? within, TimeSpan? olderThan)
    {
        DocumentWriter.Optional(_json, "within", within);
        DocumentWriter.Optional(_json, "olderThan", olderThan);
        return _json;
    }
}
