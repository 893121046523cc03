using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Journals.Transfer;

/// <summary>The fields of one line as they stand; names that this version does not know are passed over.</summary>
internal ref struct TransferFields
{
    internal string? Format { get; private set; }

    internal int? Version { get; private set; }

    internal string? Clock { get; private set; }

    internal Instant? Now { get; private set; }

    internal Instant? Applied { get; private set; }

    internal byte[]? Catalog { get; private set; }

    internal byte[] Population { get; private set; }

    internal string? Profile { get; private set; }

    internal Instant? AsOf { get; private set; }

    internal long? Entries { get; private set; }

    internal long? Sequence { get; private set; }

    internal string? Kind { get; private set; }

    internal Instant? At { get; private set; }

    internal ReadOnlyMemory<byte>? Payload { get; private set; }

    internal string? Quarantined { get; private set; }

    internal string? Reason { get; private set; }

    internal string? Field { get; private set; }

    internal string? Message { get; private set; }

    internal string? Sample { get; private set; }

    internal Instant? HistoryBegan { get; private set; }

    internal TransferTotals EndTotals { get; private set; }

    internal string? EndSha256 { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="TransferException">It is not a JSON object, or a field has another type.</exception>
    internal static TransferFields Read(ReadOnlySpan<byte> line, long number)
    {
        var fields = new TransferFields { Population = [] };
        try
        {
            var json = new Utf8JsonReader(line, TransferFormat.Reading);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException("no JSON object");
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                fields.ReadField(ref json, line);
            }

            if (json.Read())
            {
                throw new FormatException("more than one JSON object");
            }

            return fields;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            var kind = number == 1 ? TransferFaultKind.NotAJournal : TransferFaultKind.Damaged;
            var message = number == 1
                ? "this is no journal file; write one with persona journal export"
                : "a line that can not be read; copy or export it again";
            throw new TransferException(new TransferFault(kind, number, message), fault);
        }
    }

    private void ReadField(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        var name = json.GetString();
        json.Read();
        switch (name)
        {
            case "format": Format = json.GetString(); break;
            case "version": Version = json.GetInt32(); break;
            case "clock": Clock = json.GetString(); break;
            case "now": Now = Time(ref json); break;
            case "applied": Applied = Time(ref json); break;
            case "catalog": Catalog = Raw(ref json, line); break;
            case "population": Population = json.GetBytesFromBase64(); break;
            case "profile": Profile = json.GetString(); break;
            case "asOf": AsOf = Time(ref json); break;
            case "entries": Entries = json.GetInt64(); break;
            case "sequence": Sequence = json.GetInt64(); break;
            case "kind": Kind = json.GetString(); break;
            case "at": At = Time(ref json); break;
            case "payload": Payload = json.GetBytesFromBase64(); break;
            case "quarantined": Quarantined = json.GetString(); break;
            case "reason": Reason = json.GetString(); break;
            case "field": Field = json.GetString(); break;
            case "message": Message = json.GetString(); break;
            case "sample": Sample = json.GetString(); break;
            case "historyBegan": HistoryBegan = Time(ref json); break;
            case "end": ReadEnd(ref json); break;
            default: json.Skip(); break;
        }
    }

    private void ReadEnd(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("the end is no object");
        }

        var totals = default(TransferTotals);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "profiles": totals = totals with { Profiles = json.GetInt64() }; break;
                case "entries": totals = totals with { Entries = json.GetInt64() }; break;
                case "signals": totals = totals with { Signals = json.GetInt64() }; break;
                case "quarantined": totals = totals with { Quarantined = json.GetInt64() }; break;
                case "sha256": EndSha256 = json.GetString(); break;
                default: json.Skip(); break;
            }
        }

        EndTotals = totals;
    }

    private static Instant Time(ref Utf8JsonReader json) =>
        Instant.TryParse(json.GetString(), out var time) ? time : throw new FormatException("no time");

    private static byte[] Raw(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return line[start..(int)json.BytesConsumed].ToArray();
    }
}
