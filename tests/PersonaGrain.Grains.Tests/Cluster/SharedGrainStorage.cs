using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>The stored states of a cluster, which outlive its silos. They are kept as bytes, as a database does, and guarded by a version.</summary>
public sealed class SharedGrainStorage
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, long Version)> _states = new();
    private int _faultsToCome;
    private long _writes;
    private int _generation;
    private StateFault? _fault;

    /// <summary>How often a state was written.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>What is stored, by state and grain.</summary>
    public IEnumerable<string> Names => _states.Keys;

    /// <summary>Lets the next writes fail.</summary>
    public void FailNextWrites(int count) => Volatile.Write(ref _faultsToCome, count);

    /// <summary>Lets calls fail as the fault says.</summary>
    public void Fail(StateFault fault) => Volatile.Write(ref _fault, fault);

    /// <summary>Forgets everything, as a database restored without this table.</summary>
    public void Clear() => _states.Clear();

    /// <summary>From now on, nothing that uses the storage today can write to it: as if its process were gone at once.</summary>
    public void CutOff() => Interlocked.Increment(ref _generation);

    /// <summary>Makes the stored snapshot of a profile one that no program of today can read.</summary>
    public void Corrupt(string profile, Serializer serializer)
    {
        var key = Names.Single(name => name.StartsWith("profile/", StringComparison.Ordinal) && name.EndsWith(SnapshotKey.Of(default, new ActorAddress(default, Some.Actor(profile))).Key.ToString()!, StringComparison.Ordinal));
        var (bytes, version) = _states[key];
        var snapshot = serializer.Deserialize<ActorSnapshot>(bytes)!;
        snapshot.State[0] = byte.MaxValue;
        _states[key] = (serializer.SerializeToArray(snapshot), version);
    }

    /// <summary>One silo's view of the storage.</summary>
    public IGrainStorage ForSilo(Serializer serializer) => new View(this, serializer);

    private sealed class View(SharedGrainStorage shared, Serializer serializer) : IGrainStorage
    {
        private readonly int _generation = Volatile.Read(ref shared._generation);

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (shared._fault is { IsRead: true } fault && fault.Meets(stateName, grainId))
            {
                throw new IOException("the storage is told to give no answer");
            }

            if (shared._states.TryGetValue(Key(stateName, grainId), out var found))
            {
                grainState.State = serializer.Deserialize<T>(found.Bytes);
                grainState.ETag = found.Version.ToString(CultureInfo.InvariantCulture);
                grainState.RecordExists = true;
            }
            else
            {
                grainState.State = Activator.CreateInstance<T>();
                grainState.ETag = null;
                grainState.RecordExists = false;
            }

            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (_generation != Volatile.Read(ref shared._generation))
            {
                throw new IOException("this silo is gone");
            }

            if (Volatile.Read(ref shared._faultsToCome) > 0 && Interlocked.Decrement(ref shared._faultsToCome) >= 0)
            {
                throw new IOException("the storage is told to fail");
            }

            var fault = shared._fault is { IsRead: false } set && set.Meets(stateName, grainId) ? set : null;
            if (fault is { IsWritten: false })
            {
                throw new IOException("the storage is told to fail");
            }

            var key = Key(stateName, grainId);
            var bytes = serializer.SerializeToArray(grainState.State);
            var expected = grainState.ETag is { } tag ? long.Parse(tag, CultureInfo.InvariantCulture) : 0;
            var written = shared._states.AddOrUpdate(
                key,
                _ => expected == 0 ? (bytes, 1) : throw Inconsistent(expected, 0),
                (_, held) => held.Version == expected ? (bytes, expected + 1) : throw Inconsistent(expected, held.Version));
            if (fault is not null)
            {
                throw new IOException("the storage is told to give no answer");
            }

            grainState.ETag = written.Version.ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
            Interlocked.Increment(ref shared._writes);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            shared._states.TryRemove(Key(stateName, grainId), out _);
            grainState.ETag = null;
            grainState.RecordExists = false;
            return Task.CompletedTask;
        }

        private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";

        private static InconsistentStateException Inconsistent(long expected, long held) => new($"version {held} is stored, {expected} was expected");
    }
}
