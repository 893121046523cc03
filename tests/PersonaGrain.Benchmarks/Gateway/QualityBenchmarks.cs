using BenchmarkDotNet.Attributes;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Quality;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Benchmarks.Gateway;

/// <summary>What measuring its quality adds to a signal of a type with five declared attributes that comes as it should, where it is of the same type as the one before in its call, and where it is not.</summary>
[MemoryDiagnoser]
[MedianColumn]
public class QualityBenchmarks
{
    private const string Type = "order_completed";
    private static readonly string[] Attributes = ["revenue", "currency", "coupon", "category", "channel"];
    private readonly QualityLog _log = new(TimeProvider.System);
    private readonly Instant _now = Instant.From(TimeProvider.System.GetUtcNow());
    private Catalog _catalog = null!;
    private Signal _signal = null!;
    private SignalQuality? _last;

    [GlobalSetup]
    public void Prepare()
    {
        var document = new SignalDocument(SignalCategory.Transactional, Attributes.ToDictionary(static name => name, static _ => ValueType.String))
        {
            Quality = new QualityDocument(new Dictionary<string, double> { ["coupon"] = 0.9 }, TimeSpan.FromHours(1), WatchesVolume: true),
        };
        _catalog = Catalog.Compile(new CatalogDocument { Name = "bench", Version = 1, Signals = new Dictionary<string, SignalDocument> { [Type] = document } });
        _signal = new Signal
        {
            Id = "1",
            Type = new string(Type.AsSpan()),
            Time = _now - TimeSpan.FromSeconds(3),
            Attributes = new AttributeSet([.. Attributes.Reverse().Select(static name => KeyValuePair.Create(new string(name.AsSpan()), AttributeValue.Of(name)))]),
        };
    }

    [Benchmark]
    public void SameType()
    {
        _last = _log.Of("track", _signal.Type, _catalog, _last);
        _last.Accepted(_signal, _catalog, _now, isHistory: false);
    }

    [Benchmark]
    public void AnotherType() => _log.Of("track", _signal.Type, _catalog).Accepted(_signal, _catalog, _now, isHistory: false);
}
