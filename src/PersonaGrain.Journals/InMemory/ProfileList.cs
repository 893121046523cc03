using PersonaGrain.Signals;

namespace PersonaGrain.Grid.Storage.InMemory;

/// <summary>The profiles of one shard in the order they came.</summary>
internal sealed class ProfileList
{
    private readonly List<ProfileId> _profiles = [];
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _profiles.Count;
            }
        }
    }

    public int Add(ProfileId profile)
    {
        lock (_gate)
        {
            _profiles.Add(profile);
            return _profiles.Count - 1;
        }
    }

    public ProfileId[] Read(int from, int limit)
    {
        lock (_gate)
        {
            return [.. _profiles.Skip(from).Take(limit)];
        }
    }
}
