using PersonaGrain.Embedded.Store;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>The persisted schedule: the wake-ups that snapshots say, read in order of time past a cursor.</summary>
/// <remarks>
/// A row that the cursor has passed is not read again until the next start: its profile is in memory since, and a profile leaves memory
/// only with a wake-up later than the clock, and so later than the cursor. Rows of profiles in memory may be out of date; waking them early is harmless.
/// </remarks>
internal sealed class SleepingProfiles(StoreFiles files) : IDisposable
{
    private StoreConnection? _connection;
    private StoreStatement? _next;
    private StoreStatement? _due;
    private Instant _cursorWake;
    private long _cursorKey;

    /// <summary>The earliest wake-up past the cursor, or never.</summary>
    public Instant Next()
    {
        Open();
        _next!.Bind(1, _cursorWake).Bind(2, _cursorKey);
        if (!_next.Step())
        {
            return Instant.Never;
        }

        var wake = _next.Instant(0);
        _next.Reset();
        return wake;
    }

    /// <summary>The profiles that are due past the cursor, earliest first.</summary>
    public List<Sleeper> Due(Instant until, int most)
    {
        Open();
        _due!.Bind(1, _cursorWake).Bind(2, _cursorKey).Bind(3, until).Bind(4, most);
        var due = new List<Sleeper>();
        while (_due.Step())
        {
            due.Add(new Sleeper(_due.Number(1), ProfileId.Parse(_due.Text(2)), _due.Instant(0)));
        }

        return due;
    }

    /// <summary>Everything up to this one is awake.</summary>
    public void MoveTo(in Sleeper last) => (_cursorWake, _cursorKey) = (last.Wake, last.Key);

    /// <summary>Lets go of the store, after a failure; the next read opens it anew.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Open()
    {
        if (_connection is not null)
        {
            return;
        }

        _connection = files.OpenReader();
        _next = _connection.Prepare(
            "SELECT wake FROM snapshots WHERE wake IS NOT NULL AND (wake, profile) > (?1, ?2) ORDER BY wake, profile LIMIT 1");
        _due = _connection.Prepare(
            """
            SELECT s.wake, s.profile, p.id FROM snapshots s JOIN profiles p ON p.key = s.profile
            WHERE s.wake IS NOT NULL AND (s.wake, s.profile) > (?1, ?2) AND s.wake <= ?3
            ORDER BY s.wake, s.profile LIMIT ?4
            """);
    }
}

/// <summary>A profile in the persisted schedule.</summary>
internal readonly record struct Sleeper(long Key, ProfileId Id, Instant Wake);
