using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>
/// Writes rows: of a search <c>{"id","value","fields"?:{},"accuracy"?:{}}</c>, of members
/// <c>{"profile","since","version","value"?,"fields"?:{},"accuracy"?:{},"reason"?}</c>. What is not known is null; accuracy has the fields that are not exact.
/// </summary>
public static class RowJson
{
    /// <summary>Writes one row.</summary>
    public static void Write(Utf8JsonWriter writer, RowShape shape, ProfileRow row)
    {
        writer.WriteStartObject();
        writer.WriteString(shape.IdName, row.Profile.Value);
        if (row.Membership is { } membership)
        {
            InstantJson.Write(writer, "since"u8, membership.Since);
            writer.WriteNumber("version"u8, membership.Version);
        }

        if (shape.IsSorted)
        {
            writer.WritePropertyName("value"u8);
            AttributeJson.Write(writer, row.Value);
        }

        if (shape.Fields.Count > 0)
        {
            WriteFields(writer, shape.Fields, row.Values);
            WriteAccuracy(writer, row.Inexact);
        }

        if (shape.HasReasons)
        {
            writer.WriteString("reason"u8, row.Reason);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes a page: of members <c>{"segment","members":[],"next","error"?,"complete"?}</c>, of a search <c>{"profiles":[],"next","error","complete"}</c>.
    /// </summary>
    public static void WritePage(Utf8JsonWriter writer, RowListing page)
    {
        writer.WriteStartObject();
        if (!page.Shape.IsSearch)
        {
            writer.WriteString("segment"u8, page.Shape.Segment);
            InstantJson.WriteKnown(writer, "asOf"u8, page.AsOf);
        }

        writer.WriteStartArray(page.Shape.IsSearch ? "profiles"u8 : "members"u8);
        foreach (var row in page.Rows)
        {
            Write(writer, page.Shape, row);
        }

        writer.WriteEndArray();
        writer.WriteString("next"u8, page.Next);
        if (page.Order is var (error, isComplete))
        {
            writer.WriteNumber("error"u8, error);
            writer.WriteBoolean("complete"u8, isComplete);
        }

        writer.WriteEndObject();
    }

    private static void WriteAccuracy(Utf8JsonWriter writer, IReadOnlyList<(string Field, string Accuracy)> inexact)
    {
        if (inexact.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("accuracy"u8);
        foreach (var (field, accuracy) in inexact)
        {
            writer.WriteString(field, accuracy);
        }

        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, IReadOnlyList<ProfileField> fields, IReadOnlyList<AttributeValue> values)
    {
        writer.WriteStartObject("fields"u8);
        for (var index = 0; index < fields.Count; index++)
        {
            writer.WritePropertyName(fields[index].Name);
            AttributeJson.Write(writer, values[index]);
        }

        writer.WriteEndObject();
    }
}
