using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.Transfer;

/// <summary>Writes a journal file line by line: the header, each profile with its entries, what is set aside, the end.</summary>
/// <remarks>It holds one line; what it writes to the target may be taken away from there after any call.</remarks>
public sealed class TransferWriter(IBufferWriter<byte> target) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _line = new(1 << 10);
    private readonly ArrayBufferWriter<byte> _payload = new(1 << 10);
    private readonly Utf8JsonWriter _json = new(new ArrayBufferWriter<byte>(), TransferFormat.Writing);
    private long _sequence;
    private long _missing;
    private bool _hasQuarantine;
    private bool _hasPeople;

    /// <summary>What was written so far.</summary>
    public TransferTotals Totals { get; private set; }

    /// <summary>Writes the first line.</summary>
    public void Write(TransferHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        BeginLine();
        _json.WriteString("format"u8, TransferFormat.Name);
        (_hasPeople, _hasQuarantine) = (header.HasPeople, header.HasQuarantine || header.HasPeople);
        _json.WriteNumber("version"u8, _hasPeople ? TransferFormat.Version
            : _hasQuarantine ? TransferFormat.VersionWithoutPeople
            : TransferFormat.VersionWithoutQuarantine);
        _json.WriteString("clock"u8, header.Clock);
        _json.WriteString("now"u8, header.Now.ToString());
        _json.WritePropertyName("catalog"u8);
        using (var catalog = JsonDocument.Parse(CatalogWriter.Write(header.Catalog)))
        {
            catalog.RootElement.WriteTo(_json);
        }

        if (!header.Population.IsEmpty)
        {
            _json.WriteBase64String("population"u8, header.Population.Span);
        }

        EndLine();
    }

    /// <summary>Begins a profile.</summary>
    /// <exception cref="InvalidOperationException">The profile before it lacks entries.</exception>
    public void Begin(ProfileId profile, Instant asOf, long entries) => Begin(ActorId.Of(profile), asOf, entries);

    /// <summary>Begins a profile, or an actor of another kind.</summary>
    /// <exception cref="InvalidOperationException">The one before it lacks entries.</exception>
    public void Begin(ActorId actor, Instant asOf, long entries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        ThrowIfEntriesAreMissing();
        (_sequence, _missing) = (0, entries);
        Totals = Totals with { Profiles = Totals.Profiles + 1 };
        BeginLine();
        _json.WriteString("profile"u8, actor.Key);
        _json.WriteString("asOf"u8, asOf.ToString());
        _json.WriteNumber("entries"u8, entries);
        EndLine();
    }

    /// <summary>Writes the next entry of the profile.</summary>
    /// <exception cref="InvalidOperationException">The profile was announced with fewer; or it is of people, of which the header says that there are none.</exception>
    public void Write(in JournalEntry entry)
    {
        if (!_hasPeople && TransferFormat.IsOfPeople(entry.Kind))
        {
            throw new InvalidOperationException("the header says that nobody was joined");
        }

        if (--_missing < 0)
        {
            throw new InvalidOperationException("the profile has more entries than were announced");
        }

        var signals = Totals.Signals + (entry.Kind == JournalEntryKind.Signal ? 1 : 0);
        Totals = Totals with { Entries = Totals.Entries + 1, Signals = signals };
        _payload.ResetWrittenCount();
        JournalEntryCodec.Write(entry, _payload);
        BeginLine();
        _json.WriteNumber("sequence"u8, ++_sequence);
        _json.WriteString("kind"u8, TransferFormat.NameOf(entry.Kind));
        _json.WriteString("at"u8, entry.At.ToString());
        _json.WriteBase64String("payload"u8, _payload.WrittenSpan);
        EndLine();
    }

    /// <summary>Writes a signal that is set aside.</summary>
    /// <exception cref="InvalidOperationException">The header says that there are none, or the last profile lacks entries.</exception>
    public void Write(QuarantinedSignal held)
    {
        ArgumentNullException.ThrowIfNull(held);
        ThrowIfEntriesAreMissing();
        if (!_hasQuarantine)
        {
            throw new InvalidOperationException("the header says that nothing is set aside");
        }

        Totals = Totals with { Quarantined = Totals.Quarantined + 1 };
        _payload.ResetWrittenCount();
        QuarantineCodec.Write(held, _payload);
        BeginLine();
        _json.WriteString("quarantined"u8, ActorId.Of(held.Profile).Key);
        _json.WriteString("reason"u8, held.Fault.Reason);
        _json.WriteString("field"u8, held.Fault.Field);
        _json.WriteString("message"u8, held.Fault.Message);
        if (held.Fault.Sample is { } sample)
        {
            _json.WriteString("sample"u8, sample);
        }

        if (held.HistoryBegan is { } began)
        {
            _json.WriteString("historyBegan"u8, began.ToString());
        }

        _json.WriteBase64String("payload"u8, _payload.WrittenSpan);
        EndLine();
    }

    /// <summary>Writes the last line.</summary>
    /// <exception cref="InvalidOperationException">The last profile lacks entries.</exception>
    public TransferTotals End()
    {
        ThrowIfEntriesAreMissing();
        var checksum = _hash.GetHashAndReset();
        BeginLine();
        _json.WriteStartObject("end"u8);
        _json.WriteNumber("profiles"u8, Totals.Profiles);
        _json.WriteNumber("entries"u8, Totals.Entries);
        _json.WriteNumber("signals"u8, Totals.Signals);
        if (_hasQuarantine)
        {
            _json.WriteNumber("quarantined"u8, Totals.Quarantined);
        }

        _json.WriteString("sha256"u8, Convert.ToHexStringLower(checksum));
        _json.WriteEndObject();
        EndLine();
        return Totals;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _hash.Dispose();
        _json.Dispose();
    }

    private void BeginLine()
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _hash.AppendData(_line.WrittenSpan);
        target.Write(_line.WrittenSpan);
    }

    private void ThrowIfEntriesAreMissing()
    {
        if (_missing > 0)
        {
            throw new InvalidOperationException($"the profile was announced with {_missing} more entries");
        }
    }
}
