using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace PersonaGrain.Testing;

/// <summary>A fact of a contract suite; skipped where the class that runs the suite has a <see cref="RequirementAttribute"/> that this machine does not meet.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("PersonaGrain.Testing.ContractFactDiscoverer", "PersonaGrain.Testing")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Finds contract facts; named by <see cref="ContractFactAttribute"/>.</summary>
public sealed class ContractFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new ContractTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>A theory of a contract suite; skipped as a whole where a <see cref="ContractFactAttribute"/> would be.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("PersonaGrain.Testing.ContractTheoryDiscoverer", "PersonaGrain.Testing")]
public sealed class ContractTheoryAttribute : TheoryAttribute;

/// <summary>Finds contract theories; named by <see cref="ContractTheoryAttribute"/>.</summary>
public sealed class ContractTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    /// <inheritdoc />
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        ContractTestCase.WhyMissing(testMethod) is null
            ? base.Discover(discoveryOptions, testMethod, theoryAttribute)
            : [new ContractTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>One contract fact of one class, or a theory that is skipped.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    /// <summary>For the test framework, which carries test cases between processes.</summary>
    [Obsolete("called by the test framework alone", error: false)]
    public ContractTestCase()
    {
    }

    /// <summary>A fact of a class.</summary>
    public ContractTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(diagnostics, display, displayOptions, method)
    {
    }

    /// <summary>Why the tests of a method's class are skipped, or null when they run.</summary>
    internal static string? WhyMissing(ITestMethod method) =>
        method.TestClass.Class.ToRuntimeType().GetCustomAttribute<RequirementAttribute>()?.WhyMissing;

    /// <inheritdoc />
    protected override string? GetSkipReason(IAttributeInfo factAttribute) => base.GetSkipReason(factAttribute) ?? WhyMissing(TestMethod);
}
