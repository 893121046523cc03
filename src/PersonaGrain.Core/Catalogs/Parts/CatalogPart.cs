using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Catalogs.Writing;

namespace PersonaGrain.Catalogs.Parts;

/// <summary>A part of a catalog that is shipped: computed traits and segments, named after what they are about.</summary>
public sealed record CatalogPart
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Computed traits, in the order in which they are printed.</summary>
    public IReadOnlyList<KeyValuePair<string, ComputedTraitDocument>> Traits { get; init; } = [];

    /// <summary>Segments, in the order in which they are printed.</summary>
    public required IReadOnlyList<KeyValuePair<string, SegmentDocument>> Segments { get; init; }

    /// <summary>What people are to know of it, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The part as UTF-8 JSON: an object with the sections of a catalog that it has.</summary>
    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            if (Traits.Count > 0)
            {
                Section(json, "traits", Traits, ComputedTraitWriter.Write);
            }

            Section(json, "segments", Segments, DocumentWriter.Segment);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The names of the part that a catalog has already, each with its section; empty where it can be added.</summary>
    public IReadOnlyList<string> TakenIn(CatalogDocument catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return
        [
            .. Traits.Where(one => catalog.Traits.ContainsKey(one.Key) || catalog.ComputedTraits.ContainsKey(one.Key)).Select(static one => $"traits.{one.Key}"),
            .. Segments.Where(one => catalog.Segments.ContainsKey(one.Key)).Select(static one => $"segments.{one.Key}"),
        ];
    }

    /// <summary>A catalog with the part in it, of the next version. It is sound where it can be read again.</summary>
    public CatalogDocument AddTo(CatalogDocument catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog with
        {
            Version = catalog.Version + 1,
            ComputedTraits = catalog.ComputedTraits.Concat(Traits).ToDictionary(),
            Segments = catalog.Segments.Concat(Segments).ToDictionary(),
        };
    }

    private static void Section<T>(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, T>> things, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject(name);
        foreach (var (key, thing) in things)
        {
            json.WriteStartObject(key);
            write(json, thing);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

/// <summary>What came of making a part.</summary>
public abstract record PartResult
{
    private PartResult()
    {
    }

    /// <summary>The part.</summary>
    public sealed record Made(CatalogPart Part) : PartResult;

    /// <summary>It can not be made so.</summary>
    /// <param name="Reason">What is wrong, and what to write.</param>
    public sealed record Refused(string Reason) : PartResult;
}
