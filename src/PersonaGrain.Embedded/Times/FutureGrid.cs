using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Times;

/// <summary>A store as of an instant that is not past: copies of the profiles that change until then live on, and are thrown away.</summary>
internal sealed class FutureGrid(IStoreSource source, Instant at) : GridAsOf(source, at)
{
    private Task<List<ForeseenEvent>>? _foreseen;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation)
    {
        var foreseen = await ForeseeAsync(cancellation);
        var aggregates = Source.Readers.Read(SegmentReader.Read).ToDictionary(segment => segment.Name, segment => segment.Aggregate);
        foreach (var (_, entry) in foreseen.Where(each => each.Entry.Kind == JournalEntryKind.Change))
        {
            if (!aggregates.TryGetValue(entry.Subject, out var aggregate))
            {
                aggregates[entry.Subject] = aggregate = new SegmentAggregate();
            }

            aggregate.Apply(entry.Change);
        }

        return Aggregates.Show(Source.InForce.Catalog, aggregates);
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<Member> MembersAsync(string segment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var changed = new Dictionary<ProfileId, Member?>();
        foreach (var (profile, entry) in (await ForeseeAsync(cancellation)).Where(each => each.Entry.Kind == JournalEntryKind.Change && each.Entry.Subject == segment))
        {
            changed[profile] = entry.Change.Entered ? new Member(profile, entry.At, entry.Version) : null;
        }

        string? cursor = null;
        do
        {
            var after = MemberReader.ParseCursor(cursor);
            var page = await Task.Run(
                () => Source.Readers.Read(connection => MemberReader.Read(connection, segment, after, SegmentReads.LargestPage)), cancellation);
            foreach (var member in page.Members)
            {
                if (!changed.ContainsKey(member.Profile))
                {
                    yield return member;
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        foreach (var member in changed.Values)
        {
            if (member is { } entered)
            {
                yield return entered;
            }
        }
    }

    /// <inheritdoc />
    public override async Task<ProfileReading?> ReadAsync(ProfileId profile, CancellationToken cancellation)
    {
        var holder = Source.HolderOf(profile);
        return await Source.ForeseeAsync(holder, At, cancellation) is var (machine, state, entries) ? ProfileReading.Of(holder, machine, state, At, entries) : null;
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<GridEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var foreseen = await ForeseeAsync(cancellation);
        var position = 0L;
        await foreach (var each in base.EventsAsync(cancellation))
        {
            yield return each;
            position = each.Position;
        }

        foreach (var each in foreseen)
        {
            yield return each.At(++position);
        }
    }

    private async Task<List<ForeseenEvent>> ForeseeAsync(CancellationToken cancellation)
    {
        await Source.SettleAsync(cancellation);
        _foreseen ??= Foresight.UntilAsync(Source, At, cancellation);
        return await _foreseen;
    }
}
