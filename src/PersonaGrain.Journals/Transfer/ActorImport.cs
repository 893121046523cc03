using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.Transfer;

/// <summary>
/// Loads one actor. Every append names the sequence number it expects, so that entries are written once, whatever ran before: where the
/// journal has entries already they are compared with those of the file, and what is missing follows.
/// </summary>
internal sealed class ActorImport(TransferLine.Profile line, ActorReplay replay, ImportTarget target, CancellationToken cancellation)
{
    private const int ConflictsInARow = 5;

    private readonly StorageWait _wait = new(target.Time, target.Options.StorageTimeout);
    private readonly ArrayBufferWriter<byte> _one = new();
    private readonly ArrayBufferWriter<byte> _other = new();
    private List<JournalEntry> _part = [];
    private Task _writing = Task.CompletedTask;
    private bool _compares = !target.IsEmpty;
    private bool _isOther;
    private bool _isEnd;
    private long _present;
    private long _written;
    private int _conflicts;

    public ActorId Id => line.Actor;

    /// <summary>What became of it, once it is done.</summary>
    public ActorOutcome Outcome =>
        _isOther ? ActorOutcome.Other
        : _written == 0 ? ActorOutcome.Present
        : _present > 0 ? ActorOutcome.Completed
        : ActorOutcome.Imported;

    /// <summary>Takes the next entry of the file; the first one of a part waits until the part before the last one is written.</summary>
    public async ValueTask AddAsync(JournalEntry entry)
    {
        replay.Fold(entry);
        if (_part.Count == target.Options.EntriesPerAppend)
        {
            await _writing;
            _writing = WriteAsync(_part, Instant.Never, null);
            _part = [];
        }

        _part.Add(entry);
    }

    /// <summary>The last entry was added: writes the rest, with the wake-up and what the index has of the actor.</summary>
    public async Task EndAsync()
    {
        await _writing;
        _isEnd = true;
        if (replay.Adopt(line.AsOf) is { } end)
        {
            _part.Add(end.Adopted);
            await WriteAsync(_part, end.Wake, end);
        }
        else
        {
            await WriteAsync(_part, line.AsOf, null);
        }
    }

    private async Task WriteAsync(List<JournalEntry> part, Instant wake, ReplayedActor? end)
    {
        for (var done = 0; done < part.Count && !_isOther;)
        {
            done += _compares ? await CompareAsync(part, done) : await AppendAsync(part, done, wake, end);
        }
    }

    /// <summary>Goes past the entries that the journal has; how many.</summary>
    private async Task<int> CompareAsync(List<JournalEntry> part, int done)
    {
        var same = 0;
        try
        {
            _compares = false;
            await foreach (var found in target.Journal.ReadAsync(Id, _present + _written, JournalEntryKinds.All, cancellation))
            {
                _compares = true;
                if (done + same == part.Count)
                {
                    break;
                }

                if (!AreEqual(found.Entry, part[done + same]))
                {
                    _isOther = true;
                    break;
                }

                same++;
                _conflicts = 0;
                _compares = false;
            }

            _wait.Answered();
        }
        catch (JournalUnavailableException unavailable)
        {
            _compares = true;
            await _wait.PauseAsync(unavailable.Message, unavailable.RetryAfter, cancellation);
        }

        _present += same;
        return same;
    }

    /// <summary>Appends the rest of a part; how many entries were written.</summary>
    private async Task<int> AppendAsync(List<JournalEntry> part, int done, Instant wake, ReplayedActor? end)
    {
        var rest = done == 0 ? part : part.GetRange(done, part.Count - done);
        var append = new ActorAppend(Id, _present + _written + 1, rest, wake)
        {
            Index = end?.Index,
            KnownIds = IdsOf(rest),
        };
        if (_isEnd && Id.IsPerson && !replay.Exists)
        {
            append = append with { Profiles = append.Profiles - 1 };
        }

        switch (await target.Journal.AppendAsync(append, cancellation))
        {
            case AppendResult.Appended:
                _wait.Answered();
                _conflicts = 0;
                _written += rest.Count;

                // The last part ends with the catalog's entry, which is not the file's.
                target.Progress.Wrote(rest[^1].Kind == JournalEntryKind.Catalog ? rest.Count - 1 : rest.Count);
                return rest.Count;
            case AppendResult.Unavailable unavailable:
                await _wait.PauseAsync(unavailable.Reason, unavailable.RetryAfter, cancellation);
                break;
            default:
                if (++_conflicts == ConflictsInARow)
                {
                    throw new JournalUnavailableException($"something else writes to {Id} at the same time; stop it", TimeSpan.FromSeconds(1));
                }

                break;
        }

        // It may have been written all the same, by this import or by the one before.
        _compares = true;
        return 0;
    }

    /// <summary>Of a profile that has more ids than it remembers the index is to know all.</summary>
    private List<ulong> IdsOf(List<JournalEntry> entries) => line.Entries <= ProfileMachine.RememberedIds ? [] :
        [.. entries.Where(static entry => entry.Kind == JournalEntryKind.Signal && ProfileMachine.IsSent(entry.Signal)).Select(static entry => MessageFingerprint.Of(entry.Signal.Id))];

    private bool AreEqual(JournalEntry found, JournalEntry entry)
    {
        _one.ResetWrittenCount();
        _other.ResetWrittenCount();
        JournalEntryCodec.Write(found, _one);
        JournalEntryCodec.Write(entry, _other);
        return found.Kind == entry.Kind && _one.WrittenSpan.SequenceEqual(_other.WrittenSpan);
    }
}
