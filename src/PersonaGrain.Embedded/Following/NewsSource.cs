using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>Where the news of one actor is read for its followers: of a person for each anew, of an account, which tells all the same, once.</summary>
/// <param name="leader">The actor.</param>
/// <param name="newJournals">The durable journals, for one reader.</param>
/// <param name="inForce">What is in force.</param>
internal sealed class NewsSource(UntoldActor leader, Func<DurableJournals> newJournals, InForce inForce)
{
    private readonly Lock _gate = new();
    private Task<News>? _shared;

    /// <summary>The actor.</summary>
    public UntoldActor Leader => leader;

    /// <summary>Whether it can be told one instant after the other; else what it is now is told.</summary>
    public bool IsInSteps => leader.Id.IsPerson;

    /// <summary>The entries of its journal after one.</summary>
    public IAsyncEnumerable<JournaledEntry> ReadAsync(long after, CancellationToken cancellation) =>
        Journals(Instant.Never).ReadAsync(leader.Id, after, JournalEntryKinds.All, cancellation);

    /// <summary>What a follower does not know of it, up to an instant, and the instant of the newest of that.</summary>
    public async Task<(News News, Instant Newest)> NewsAsync(ActorId follower, long after, Instant until, CancellationToken cancellation)
    {
        if (IsInSteps)
        {
            var journals = Journals(until);
            var news = await News.ReadAsync(follower, leader.Id, after, inForce.Current, journals, cancellation);
            return (news, journals.Newest);
        }

        lock (_gate)
        {
            _shared ??= News.ReadAsync(follower, leader.Id, after, inForce.Current, newJournals(), cancellation).AsTask();
        }

        return ((await _shared).For(after)!, leader.Newest);
    }

    private DurableJournals Journals(Instant until)
    {
        var journals = newJournals();
        journals.SetEnd(leader.Id, leader.End, until);
        return journals;
    }
}
