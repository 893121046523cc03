using System.Security.Cryptography;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.Transfer;

/// <summary>Reads a journal file line by line, and makes sure that it is whole: the order of its lines, the count of everything, the checksum.</summary>
/// <remarks>A file is whole once <see cref="ThrowIfIncomplete"/> passes; what its lines say should not be acted on before, as the checksum comes last.</remarks>
public sealed class TransferReader : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _line;
    private long _sequence;
    private long _missing;
    private bool _ended;

    /// <summary>What was read so far.</summary>
    public TransferTotals Totals { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">Its bytes without the line end.</param>
    /// <exception cref="TransferException">It is not what should stand there.</exception>
    public TransferLine Read(ReadOnlySpan<byte> line)
    {
        _line++;
        if (_ended)
        {
            throw Fault(TransferFaultKind.Damaged, "something follows after the last line; export again");
        }

        var fields = TransferFields.Read(line, _line);
        if (_line == 1)
        {
            return Hashed(line, ReadHeader(fields));
        }

        return fields switch
        {
            { EndSha256: not null } => ReadEnd(fields),
            { Profile: not null } => Hashed(line, ReadProfile(fields)),
            { Sequence: not null } => Hashed(line, ReadEntry(fields)),
            { Quarantined: not null } => Hashed(line, ReadQuarantined(fields)),
            _ => throw Damaged("a line that is neither a profile, an entry, a signal set aside, nor the end"),
        };
    }

    /// <summary>Call at the end of the file.</summary>
    /// <exception cref="TransferException">The last line has not come.</exception>
    public void ThrowIfIncomplete()
    {
        if (!_ended)
        {
            throw Fault(TransferFaultKind.Truncated, "the file ends here, before its last line: it was cut short; copy or export it again");
        }
    }

    /// <summary>The fault of bytes that can not be read after the lines so far.</summary>
    public TransferException Unreadable(string what, Exception? cause = null) =>
        new(new TransferFault(TransferFaultKind.Damaged, _line + 1, what + "; copy or export it again"), cause);

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private TransferLine Hashed(ReadOnlySpan<byte> line, TransferLine read)
    {
        _hash.AppendData(line);
        _hash.AppendData("\n"u8);
        return read;
    }

    private TransferLine.Header ReadHeader(in TransferFields fields)
    {
        if (fields.Format != TransferFormat.Name)
        {
            throw Fault(TransferFaultKind.NotAJournal, "this is no journal file; write one with persona journal export");
        }

        if (fields.Version > TransferFormat.Version)
        {
            throw Fault(
                TransferFaultKind.NewerVersion,
                $"the file has version {fields.Version} and this program reads up to {TransferFormat.Version}; install the version that wrote it, or a later one");
        }

        if (fields is not { Version: >= 1, Clock: { } clock, Now: { } now, Catalog: { } text })
        {
            throw Damaged("the header lacks something");
        }

        CheckPopulation(fields.Population);
        return CatalogReader.Read(text) switch
        {
            CatalogReading.Sound sound => new TransferLine.Header(new TransferHeader(clock, now, sound.Document, fields.Population)
            {
                Applied = fields.Applied,
                HasQuarantine = fields.Version > TransferFormat.VersionWithoutQuarantine,
                HasPeople = fields.Version > TransferFormat.VersionWithoutPeople,
            }),
            CatalogReading.Faulty faulty => throw Damaged($"the catalog is faulty for this program: {faulty.Faults[0].Path}: {faulty.Faults[0].Message}"),
            _ => throw new InvalidOperationException("a catalog is sound or faulty"),
        };
    }

    private void CheckPopulation(byte[] population)
    {
        try
        {
            _ = population.Length == 0 ? null : PopulationModel.Read(population);
        }
        catch (FormatException fault)
        {
            throw Damaged($"what the population said can not be read ({fault.Message})", fault);
        }
    }

    private TransferLine.Profile ReadProfile(in TransferFields fields)
    {
        ThrowIfEntriesAreMissing();
        if (ActorOf(fields.Profile) is not { } actor || fields is not { AsOf: { } asOf, Entries: >= 1 and { } entries })
        {
            throw Damaged("a profile without a sound id, time, or count of entries");
        }

        (_sequence, _missing) = (0, entries);
        Totals = Totals with { Profiles = Totals.Profiles + 1 };
        return new TransferLine.Profile(actor, asOf, entries);
    }

    private static ActorId? ActorOf(string? key)
    {
        // What was stored stays readable, also where its id would be refused today.
        try
        {
            return string.IsNullOrEmpty(key) ? null : ActorId.Parse(key);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private TransferLine.Entry ReadEntry(in TransferFields fields)
    {
        if (--_missing < 0 || fields.Sequence != ++_sequence)
        {
            throw Damaged($"entry {fields.Sequence} where {(_missing < 0 ? "none" : "entry " + _sequence)} should stand");
        }

        if (TransferFormat.KindOf(fields.Kind) is not { } kind || fields is not { At: { } at, Payload: { } payload })
        {
            throw Damaged("an entry without a known kind, a time, or a payload");
        }

        try
        {
            var entry = JournalEntryCodec.Read(kind, payload.Span);
            Totals = Totals with { Entries = Totals.Entries + 1, Signals = Totals.Signals + (kind == JournalEntryKind.Signal ? 1 : 0) };
            return entry.At == at ? new TransferLine.Entry(_sequence, entry) : throw Damaged("an entry whose payload says another time");
        }
        catch (FormatException fault)
        {
            throw Damaged($"an entry whose payload can not be read ({fault.Message})", fault);
        }
    }

    private TransferLine.Quarantined ReadQuarantined(in TransferFields fields)
    {
        ThrowIfEntriesAreMissing();
        if (ActorOf(fields.Quarantined) is not { IsProfile: true } actor
            || fields is not { Reason: { } reason, Field: { } field, Message: { } message, Payload: { } payload })
        {
            throw Damaged("a signal that is set aside without a sound profile, a reason, or a payload");
        }

        try
        {
            var (signal, received, others) = QuarantineCodec.Read(payload.Span);
            Totals = Totals with { Quarantined = Totals.Quarantined + 1 };
            return new TransferLine.Quarantined(
                new QuarantinedSignal(actor.Profile, signal, new SignalFault(reason, field, message) { Sample = fields.Sample }, received)
                {
                    HistoryBegan = fields.HistoryBegan,
                    Others = others,
                });
        }
        catch (FormatException fault)
        {
            throw Damaged($"a signal that is set aside whose payload can not be read ({fault.Message})", fault);
        }
    }

    private TransferLine.End ReadEnd(in TransferFields fields)
    {
        ThrowIfEntriesAreMissing();
        if (fields.EndTotals != Totals)
        {
            throw Damaged($"the last line says {fields.EndTotals}, before it stand {Totals}");
        }

        if (!string.Equals(fields.EndSha256, Convert.ToHexStringLower(_hash.GetHashAndReset()), StringComparison.Ordinal))
        {
            throw Damaged("the checksum is another: bytes of the file were changed");
        }

        _ended = true;
        return new TransferLine.End(Totals);
    }

    private void ThrowIfEntriesAreMissing()
    {
        if (_missing > 0)
        {
            throw Damaged($"{_missing} entries of the profile before are missing");
        }
    }

    private TransferException Damaged(string what, Exception? cause = null) =>
        new(new TransferFault(TransferFaultKind.Damaged, _line, what + "; copy or export it again"), cause);

    private TransferException Fault(TransferFaultKind kind, string message) => new(new TransferFault(kind, _line, message));
}
