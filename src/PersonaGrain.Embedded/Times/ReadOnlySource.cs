using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>A store that no grid of this process runs on; nothing is written to it. Each read is as of the newest commit.</summary>
internal sealed class ReadOnlySource : IStoreSource, IDisposable
{
    private readonly Lock _gate = new();
    private readonly StoreConnection _connection;
    private readonly ActorLoader _loader;
    private readonly StoredActorStorage _storage;
    private readonly Lazy<Dictionary<long, ActorAddress>> _tail;

    /// <summary>Reads from a store.</summary>
    /// <param name="open">Opens connections.</param>
    /// <param name="inForce">What is in force in it.</param>
    /// <param name="checkpoint">The first block that its last checkpoint does not cover.</param>
    public ReadOnlySource(Func<StoreConnection> open, CatalogInForce inForce, long checkpoint)
    {
        (InForce, Readers, _connection) = (inForce, new ReaderPool(open), open());
        Names = new ReadNames(() => Readers.Read(StoreNames.ReadAll));
        _loader = new ActorLoader(_connection, Names);
        _storage = new StoredActorStorage(_loader);
        _tail = new Lazy<Dictionary<long, ActorAddress>>(() => TailScan.Run(_connection, checkpoint), LazyThreadSafetyMode.None);
    }

    /// <inheritdoc />
    public CatalogInForce InForce { get; }

    /// <inheritdoc />
    public INameTable Names { get; }

    /// <inheritdoc />
    public ReaderPool Readers { get; }

    /// <inheritdoc />
    public ValueTask SettleAsync(CancellationToken cancellation) => default;

    /// <inheritdoc />
    public ProfileId HolderOf(ProfileId profile) => Readers.Read(connection => JoinedTable.HolderOf(connection, ActorId.Of(profile))).Profile;

    /// <inheritdoc />
    public async ValueTask<Foreseen?> ForeseeAsync(ProfileId profile, Instant until, CancellationToken cancellation) =>
        await Task.Run(() => Read(ActorId.Of(profile), address => Foresee((Profile)ActorKind.Profile.Create(ActorId.Of(profile)), address, until)), cancellation);

    /// <inheritdoc />
    public async ValueTask<ActorAddress?> FindAsync(ProfileId profile, CancellationToken cancellation) =>
        (await Task.Run(() => Read(ActorId.Of(profile), address => Tuple.Create(address)), cancellation))?.Item1;

    /// <inheritdoc />
    public void Dispose()
    {
        _loader.Dispose();
        _connection.Dispose();
        Readers.Dispose();
    }

    private Foreseen? Foresee(Profile profile, ActorAddress address, Instant until)
    {
        var turn = new ActorTurn();
        _storage.Address = address;
        turn.Begin(profile, InForce, until);
        if (AtOnce.Result(turn.PrepareAsync(_storage, CancellationToken.None)) > 0)
        {
            throw new FormatException("it has come to a catalog that the store does not have");
        }

        return profile.Exists ? new Foreseen(profile.Machine, profile.State, turn.Effects.Entries) : null;
    }

    private T? Read<T>(ActorId actor, Func<ActorAddress, T?> read)
        where T : class
    {
        try
        {
            lock (_gate)
            {
                return _loader.TryFind(actor, out var address) ? read(_tail.Value.GetValueOrDefault(address.Key, address)) : null;
            }
        }
        catch (StoreException exception) when (!exception.IsDamage)
        {
            throw new IOException(exception.ToFault().Message, exception);
        }
        catch (Exception exception) when (exception is StoreException or FormatException)
        {
            var damage = new ActorDamagedException(actor, exception);
            throw new IOException(damage.Message, damage);
        }
    }
}
