using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.TypeSystem;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>Takes off silos and clients of this process what each would do anew though its outcome is the same for all.</summary>
internal static class SiloWeight
{
    /// <summary>
    /// A silo that begins has garbage collected until two collections in a row leave the same heap, save a twentieth. Beside this array, of
    /// which no page is ever touched, the first one does.
    /// </summary>
    private static readonly byte[] Ballast = GC.AllocateUninitializedArray<byte>(1 << 30);

    private static TypeConverter? _types;
    private static int _analysed;

    /// <summary>Has the first process analyse what can be serialized, and all share the names of types.</summary>
    public static void Lighten(IServiceCollection services)
    {
        GC.KeepAlive(Ballast);
        var isFirst = Interlocked.Exchange(ref _analysed, 1) == 0;
        services.Configure<TypeManifestOptions>(options => options.EnableConfigurationAnalysis = isFirst);
        services.Replace(ServiceDescriptor.Singleton(provider =>
            Volatile.Read(ref _types) ?? Share(ActivatorUtilities.CreateInstance<TypeConverter>(provider))));
    }

    private static TypeConverter Share(TypeConverter types) => Interlocked.CompareExchange(ref _types, types, null) ?? types;
}
