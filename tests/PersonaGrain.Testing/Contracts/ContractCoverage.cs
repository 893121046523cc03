using System.Reflection;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Finds the contracts that an engine's tests left out, so that a new contract can not be forgotten by an engine.</summary>
public static class ContractCoverage
{
    /// <summary>The names of the contracts that no class of the assembly claims for this host.</summary>
    public static IReadOnlyList<string> Missing<THost>(Assembly tests)
        where THost : GridHost, new() =>
        [.. typeof(GridContract<>).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true } && IsContract(type))
            .Where(contract => !Array.Exists(tests.GetTypes(), type => type.BaseType == contract.MakeGenericType(typeof(THost))))
            .Select(contract => contract.Name)];

    /// <summary>Tests of contracts, of grids and of journals, that would run though the class that claims them lacks what it needs: those that are no <see cref="ContractFactAttribute"/> or <see cref="ContractTheoryAttribute"/>.</summary>
    public static IReadOnlyList<string> Unskippable() =>
        [.. typeof(GridContract<>).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true })
            .SelectMany(type => type.GetMethods())
            .Where(test => test.GetCustomAttribute<FactAttribute>() is not (null or ContractFactAttribute or ContractTheoryAttribute))
            .Select(test => $"{test.DeclaringType!.Name}.{test.Name}")];

    private static bool IsContract(Type type) => type.Name.EndsWith("Contract`1", StringComparison.Ordinal)
        && type.BaseType is { IsGenericType: true } parent && (parent.GetGenericTypeDefinition() == typeof(GridContract<>) || parent.GetGenericTypeDefinition() == typeof(AccountScene<>));
}
