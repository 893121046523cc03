using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>The engine as one change of people sees it: reads what is durable, beside the partitions, and has the writer append.</summary>
/// <remarks>
/// Where a journal ends its partition tells, when all of it is durable; what changes after that makes the append a conflict. So many changes are worked out
/// at once; others wait with their callers.
/// </remarks>
/// <param name="context">What partitions share.</param>
/// <param name="partitions">The partitions.</param>
/// <param name="journals">What is durable.</param>
/// <param name="inForce">What is in force.</param>
/// <param name="room">Bounds how many are worked out at once.</param>
internal sealed class PersonHost(
    PartitionContext context, PartitionSet partitions, DurableJournals journals, InForce inForce, SemaphoreSlim room) : IPersonHost, IDisposable
{
    private CatalogInForce _catalog = inForce.Current;
    private bool _hasRoom;

    /// <inheritdoc />
    public Instant Now => context.Now;

    /// <inheritdoc />
    /// <remarks>What an actor has come to is in force here as soon as it is durable.</remarks>
    public ValueTask<CatalogInForce> CatalogAsync(int atLeast, CancellationToken cancellation) => new(_catalog = inForce.Current);

    /// <inheritdoc />
    public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation)
    {
        if (!_hasRoom)
        {
            await room.WaitAsync(cancellation);
            _hasRoom = true;
        }

        return await journals.LoadAsync(actor, cancellation);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        journals.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        journals.FindIdsAsync(actor, ids, cancellation);

    /// <inheritdoc />
    public async ValueTask<AppendResult> AppendAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation)
    {
        var commit = new PersonCommit(appends, _catalog);
        var fault = await context.Writer.RunAsync(commit).WaitAsync(cancellation);
        if ((fault ?? commit.Fault) is { } failed)
        {
            return new AppendResult.Unavailable(failed.Message, context.Options.FaultRetry);
        }

        if (commit.Busy != default)
        {
            // Asking again before its history is read would only meet it again.
            var preparation = new ActorPreparation(commit.Busy);
            partitions.Of(commit.Busy).Post(new ActorWork(preparation));
            await preparation.Task.WaitAsync(cancellation);
        }

        return commit.IsWritten ? AppendResult.Appended.Instance : AppendResult.Conflict.Instance;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_hasRoom)
        {
            room.Release();
        }
    }
}
