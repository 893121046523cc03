using System.Buffers;
using BenchmarkDotNet.Attributes;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Core;

/// <summary>DESIGN §8, the Core rows: one signal into a warm profile (≤ 400 ns, 0 B) and five scores of one (≤ 500 ns, 0 B).</summary>
/// <remarks>
/// Many short runs: where a machine has other work too, the least and the median are those of runs that nothing interrupted.
/// They are preceded by as many that are not counted, since the compiler's last tier comes late there.
/// </remarks>
[WarmupCount(400)]
[IterationCount(400)]
[InvocationCount(2_048)]
[MemoryDiagnoser]
[MinColumn]
[MedianColumn]
public class ProfileBenchmarks
{
    private readonly double[] _scores = new double[5];
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private WarmProfile _profile = null!;

    [GlobalSetup]
    public void Warm() => _profile = new WarmProfile();

    [Benchmark]
    public void Scores() => _profile.Machine.Scores(_profile.State, _profile.Now, _scores);

    [Benchmark]
    public Instant NextFlip() => _profile.Machine.NextFlip(_profile.State, _profile.Now);

    [Benchmark]
    public int WriteSnapshot()
    {
        _buffer.ResetWrittenCount();
        _profile.Machine.WriteSnapshot(_profile.State, _buffer);
        return _buffer.WrittenCount;
    }
}

/// <summary>One signal into a warm profile; signals are made outside of what is measured.</summary>
[WarmupCount(400)]
[IterationCount(400)]
[MemoryDiagnoser]
[MinColumn]
[MedianColumn]
public class ObserveBenchmarks
{
    private const int Signals = 2_048;
    private WarmProfile _profile = null!;

    [GlobalSetup]
    public void Warm() => _profile = new WarmProfile();

    [IterationSetup]
    public void Refill() => _profile.Refill();

    [Benchmark(OperationsPerInvoke = Signals)]
    public int Observe()
    {
        var accepted = 0;
        for (var index = 0; index < Signals; index++)
        {
            accepted += _profile.ObserveNext() == ObservationVerdict.Accepted ? 1 : 0;
        }

        return accepted;
    }
}
